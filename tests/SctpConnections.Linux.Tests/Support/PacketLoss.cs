namespace SctpConnections.Linux.Tests.Support;

/// <summary>Drops all packets on the loopback, or those to one address, while it lives.</summary>
internal sealed class PacketLoss : IAsyncDisposable
{
    private PacketLoss()
    {
    }

    public static async Task<PacketLoss> StartAsync(string? destination = null)
    {
        if (destination is null)
        {
            await TcAsync("add", "root", "netem", "loss", "100%");
        }
        else
        {
            // Everything through the first band, but what goes to the address through one that loses it.
            await TcAsync("add", "root", "handle", "1:", "prio", "priomap", "0", "0", "0", "0", "0", "0", "0", "0", "0", "0", "0", "0", "0", "0", "0", "0");
            await TcAsync("add", "parent", "1:3", "netem", "loss", "100%");
            await Command.RunAsync("tc", "filter", "add", "dev", "lo", "parent", "1:", "protocol", "ip", "u32", "match", "ip", "dst", destination + "/32", "flowid", "1:3");
        }
        return new PacketLoss();
    }

    public async ValueTask DisposeAsync() => await TcAsync("del", "root");

    private static Task TcAsync(string verb, params string[] rest) => Command.RunAsync("tc", ["qdisc", verb, "dev", "lo", .. rest]);
}
