using SctpConnections.Linux.Interop;

namespace SctpConnections.Linux.Internal;

/// <summary>The kernel's times: most are milliseconds, two are in its clock ticks.</summary>
internal static unsafe class KernelTime
{
    private static readonly long s_ticksPerJiffy = MeasureJiffy();

    public static TimeSpan ToSpan(uint milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    /// <summary>SRTT and the longest RTO come in the ticks of the kernel's clock, other than everything else.</summary>
    public static TimeSpan FromJiffies(uint jiffies) => TimeSpan.FromTicks(jiffies * s_ticksPerJiffy);

    /// <exception cref="ArgumentOutOfRangeException">It is negative or too long.</exception>
    public static uint ToMilliseconds(TimeSpan time, string name, uint max = int.MaxValue)
        => time >= TimeSpan.Zero && time.TotalMilliseconds <= max
            ? (uint)time.TotalMilliseconds
            : throw new ArgumentOutOfRangeException(name, time, $"{name} must be 0 to {max} milliseconds.");

    private static long MeasureJiffy()
    {
        // The resolution of the coarse clock is one tick of the kernel's.
        timespec resolution;
        return LibC.clock_getres(LibCConstants.CLOCK_MONOTONIC_COARSE, &resolution) == 0 && resolution.tv_sec == 0 && resolution.tv_nsec > 0
            ? resolution.tv_nsec / 100
            : TimeSpan.TicksPerMillisecond;
    }
}
