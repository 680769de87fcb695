using SctpConnections.Tool.Perf;

namespace SctpConnections.Tool.Tests.Perf;

public sealed class LatencyHistogramTests
{
    [Fact]
    public void Percentile_EvenValues_IsWithinItsError()
    {
        var histogram = new LatencyHistogram();
        for (var i = 1; i <= 100_000; i++)
        {
            histogram.Add(TimeSpan.FromTicks(i * 7L));
        }

        foreach (var share in (double[])[0.01, 0.5, 0.9, 0.99, 0.999])
        {
            var exact = 700_000 * share;
            Assert.InRange(histogram.Percentile(share).Ticks, exact, exact * 1.017);
        }
        Assert.Equal(TimeSpan.FromTicks(700_000), histogram.Percentile(1));
        Assert.Equal(100_000, histogram.Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65_537)]
    [InlineData(long.MaxValue)]
    public void Percentile_OneValue_IsThatValue(long ticks)
    {
        var histogram = new LatencyHistogram();

        histogram.Add(TimeSpan.FromTicks(ticks));

        Assert.InRange(histogram.Percentile(0.5).Ticks, 0, ticks);
        Assert.Equal(ticks, histogram.Max.Ticks);
        if (ticks < long.MaxValue)
        {
            Assert.Equal(ticks, histogram.Percentile(1).Ticks);
        }
    }

    [Fact]
    public void Add_AnotherHistogram_HasBoth()
    {
        var (one, two) = (new LatencyHistogram(), new LatencyHistogram());
        one.Add(TimeSpan.FromMilliseconds(1));
        two.Add(TimeSpan.FromMilliseconds(9));

        one.Add(two);

        Assert.Equal((2, 9.0), (one.Count, one.Max.TotalMilliseconds));
        Assert.InRange(one.Percentile(0.5).TotalMilliseconds, 1, 1.02);
    }

    [Fact]
    public void Percentile_NoValue_IsZero() => Assert.Equal(TimeSpan.Zero, new LatencyHistogram().Percentile(0.5));
}
