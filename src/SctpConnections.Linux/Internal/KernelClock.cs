using SctpConnections.Linux.Interop;

namespace SctpConnections.Linux.Internal;

/// <summary>How long the kernel's tick is: some of its files count in ticks.</summary>
internal static unsafe class KernelClock
{
    private static readonly TimeSpan s_usual = TimeSpan.FromMilliseconds(4);

    /// <summary>1 to 10 ms. The coarse clock moves once in a tick, and says so.</summary>
    public static TimeSpan Tick { get; } = Read();

    private static TimeSpan Read()
    {
        timespec resolution;
        return LibC.clock_getres(PacketConstants.CLOCK_MONOTONIC_COARSE, &resolution) == 0 && resolution.tv_sec == 0 && resolution.tv_nsec >= 100
            ? TimeSpan.FromTicks((resolution.tv_nsec + 50) / 100)
            : s_usual;
    }
}
