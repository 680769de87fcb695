using System.Numerics;

namespace SctpConnections.Tool.Perf;

/// <summary>
/// Times in log-linear buckets: each power of two has 64 of them, so a value is told with an error below 1.6 %. Fixed memory.
/// One writer; a reader meanwhile sees nearly the state.
/// </summary>
internal sealed class LatencyHistogram
{
    private const int SubBits = 6;
    private const int SubCount = 1 << SubBits;
    private const int Powers = 40;

    private readonly long[] _counts = new long[(Powers + 1) * SubCount];

    public long Count { get; private set; }

    public TimeSpan Max { get; private set; }

    public void Add(TimeSpan time)
    {
        var ticks = Math.Max(0, time.Ticks);
        _counts[IndexOf(ticks)]++;
        Count++;
        if (time > Max)
        {
            Max = time;
        }
    }

    public void Add(LatencyHistogram other)
    {
        for (var i = 0; i < _counts.Length; i++)
        {
            _counts[i] += other._counts[i];
        }
        Count += other.Count;
        Max = other.Max > Max ? other.Max : Max;
    }

    /// <summary>The time that this share of all values does not exceed.</summary>
    /// <param name="share">0 to 1.</param>
    public TimeSpan Percentile(double share)
    {
        var rank = (long)Math.Ceiling(Math.Clamp(share, 0, 1) * Count);
        long seen = 0;
        for (var i = 0; i < _counts.Length; i++)
        {
            seen += _counts[i];
            if (seen >= rank && seen > 0)
            {
                var top = TimeSpan.FromTicks(HighestOf(i));
                return top < Max ? top : Max;
            }
        }
        return TimeSpan.Zero;
    }

    private static int IndexOf(long ticks)
    {
        if (ticks < SubCount)
        {
            return (int)ticks;
        }
        // Above, the highest bits after the first choose the bucket within the power of two.
        var shift = BitOperations.Log2((ulong)ticks) - SubBits;
        return shift >= Powers ? (Powers + 1) * SubCount - 1 : (shift + 1) * SubCount + (int)(ticks >> shift) - SubCount;
    }

    private static long HighestOf(int index)
    {
        if (index < SubCount)
        {
            return index;
        }
        var shift = index / SubCount - 1;
        return ((long)(index % SubCount + SubCount + 1) << shift) - 1;
    }
}
