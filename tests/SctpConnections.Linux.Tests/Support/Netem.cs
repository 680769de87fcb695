namespace SctpConnections.Linux.Tests.Support;

/// <summary>What netem does to loopback meanwhile, such as "delay 50ms" or "loss 100%".</summary>
internal sealed class Netem : IAsyncDisposable
{
    private Netem()
    {
    }

    public static async Task<Netem> AddAsync(string effect)
    {
        await Command.RunAsync("tc", ["qdisc", "add", "dev", "lo", "root", "netem", .. effect.Split(' '), "limit", "10000"]);
        return new Netem();
    }

    public async ValueTask DisposeAsync() => await Command.RunAsync("tc", "qdisc", "del", "dev", "lo", "root");
}
