using SctpConnections.Tool.Talk;

namespace SctpConnections.Tool.Perf;

/// <summary>What a run of perf does; the client tells the server in its hello.</summary>
/// <param name="IsPing">Round trips instead of throughput.</param>
/// <param name="Size">The size of a message, in bytes.</param>
/// <param name="Duration">How long it sends.</param>
/// <param name="Streams">The streams it sends on, in turn.</param>
/// <param name="IsBidirectional">Whether the server sends too.</param>
/// <param name="Window">Round trips under way at a time.</param>
internal sealed record PerfPlan(bool IsPing, int Size, TimeSpan Duration, int Streams, bool IsBidirectional, int Window)
{
    public const string Protocol = "sctp-perf/1";
    public const int MaxSize = 1 << 30;

    public static readonly TimeSpan MaxDuration = TimeSpan.FromDays(1);

    public Agreement ToHello() => new(Protocol, "hello")
    {
        ["ping"] = IsPing ? 1 : 0,
        ["size"] = Size,
        ["ms"] = (long)Duration.TotalMilliseconds,
        ["streams"] = Streams,
        ["both"] = IsBidirectional ? 1 : 0,
    };

    /// <exception cref="FormatException">The hello asks for what no client asks for.</exception>
    public static PerfPlan FromHello(Agreement hello) => new(
        hello.Get("ping", 0, 1) == 1, (int)hello.Get("size", 1, MaxSize), TimeSpan.FromMilliseconds(hello.Get("ms", 1, (long)MaxDuration.TotalMilliseconds)),
        (int)hello.Get("streams", 1, ushort.MaxValue), hello.Get("both", 0, 1) == 1, 1);
}
