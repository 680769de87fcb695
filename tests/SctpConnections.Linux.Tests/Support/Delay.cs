using System.Globalization;

namespace SctpConnections.Linux.Tests.Support;

/// <summary>Makes loopback slow: each packet takes some milliseconds.</summary>
internal sealed class Delay : IAsyncDisposable
{
    private Delay()
    {
    }

    public static async Task<Delay> AddAsync(int milliseconds)
    {
        await Command.RunAsync("tc", "qdisc", "add", "dev", "lo", "root", "netem", "delay", string.Create(CultureInfo.InvariantCulture, $"{milliseconds}ms"), "limit", "10000");
        return new Delay();
    }

    public async ValueTask DisposeAsync() => await Command.RunAsync("tc", "qdisc", "del", "dev", "lo", "root");
}
