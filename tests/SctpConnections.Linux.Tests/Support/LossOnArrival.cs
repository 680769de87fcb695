namespace SctpConnections.Linux.Tests.Support;

/// <summary>Drops all SCTP over IPv4 that arrives over loopback, while it lives. A capture sees it, other than what <see cref="PacketLoss"/> drops.</summary>
internal sealed class LossOnArrival : IAsyncDisposable
{
    private LossOnArrival()
    {
    }

    public static async Task<LossOnArrival> StartAsync()
    {
        await TcAsync("qdisc", "add", "dev", "lo", "ingress");
        await TcAsync("filter", "add", "dev", "lo", "parent", "ffff:", "protocol", "ip", "u32", "match", "ip", "protocol", "132", "0xff", "action", "drop");
        return new LossOnArrival();
    }

    public async ValueTask DisposeAsync() => await TcAsync("qdisc", "del", "dev", "lo", "ingress");

    private static Task TcAsync(params string[] arguments) => Command.RunAsync("tc", arguments);
}
