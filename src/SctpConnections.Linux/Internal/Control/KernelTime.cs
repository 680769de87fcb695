namespace SctpConnections.Linux.Internal;

/// <summary>The kernel's times: most are milliseconds, two are in its clock ticks.</summary>
internal static class KernelTime
{
    public static TimeSpan ToSpan(uint milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    /// <summary>SRTT and the longest RTO come in the ticks of the kernel's clock, other than everything else.</summary>
    public static TimeSpan FromJiffies(uint jiffies) => TimeSpan.FromTicks(jiffies * KernelClock.Tick.Ticks);

    /// <exception cref="ArgumentOutOfRangeException">It is negative or too long.</exception>
    public static uint ToMilliseconds(TimeSpan time, string name, uint max = int.MaxValue)
        => time >= TimeSpan.Zero && time.TotalMilliseconds <= max
            ? (uint)time.TotalMilliseconds
            : throw new ArgumentOutOfRangeException(name, time, $"{name} must be 0 to {max} milliseconds.");
}
