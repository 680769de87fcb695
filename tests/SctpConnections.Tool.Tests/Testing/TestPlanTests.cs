using System.Buffers;
using SctpConnections.Tool.Testing;

namespace SctpConnections.Tool.Tests.Testing;

public sealed class TestPlanTests
{
    [Fact]
    public void Messages_SameSeed_AreTheSame()
    {
        var plan = new TestPlan(TestPlan.SizesOf(6, 500), 20, TestOrder.Random, TestStreamPattern.Random, 7, 42);

        var messages = plan.Messages().ToList();

        Assert.Equal(messages, plan.Messages());
        Assert.NotEqual(messages, (plan with { Seed = 43 }).Messages());
        Assert.Equal(plan.Count, messages.Count);
        Assert.All(messages, m => Assert.InRange(m.Size, 1, 500));
        Assert.Equal(7, messages.Select(m => m.Stream).Distinct().Count());
        Assert.Equal(2, messages.Select(m => m.IsUnordered).Distinct().Count());
    }

    [Theory]
    [InlineData(0, "1,1")]
    [InlineData(1, "1452,2904")]
    [InlineData(2, "1453,1453")]
    [InlineData(3, "1,1453,32768")]
    [InlineData(4, "1,1000")]
    [InlineData(5, "32768,32768")]
    public void SizesOf_Case_AreThoseOfSctpTest(int number, string expected)
        => Assert.StartsWith(expected, string.Join(',', TestPlan.SizesOf(number, 100)), StringComparison.Ordinal);

    [Fact]
    public void Messages_RoundRobinAlternating_TakeTurns()
    {
        var plan = new TestPlan(TestPlan.Same(9), 1, TestOrder.Alternating, TestStreamPattern.RoundRobin, 3, 1);

        Assert.Equal([(0, false), (1, true), (2, false), (0, true)], plan.Messages().Take(4).Select(m => ((int)m.Stream, m.IsUnordered)));
        Assert.All(plan.Messages(), m => Assert.Equal(9, m.Size));
    }

    [Fact]
    public void Matches_AnythingElse_IsTold()
    {
        var message = new TestMessage(5, 2, 100, false);
        var bytes = new byte[100];
        TestContent.Fill(bytes, 9, message);
        var sequence = new ReadOnlySequence<byte>(bytes);

        Assert.True(TestContent.Matches(sequence, 9, message));
        Assert.False(TestContent.Matches(sequence, 8, message));
        Assert.False(TestContent.Matches(sequence, 9, message with { Sequence = 6 }));
        Assert.False(TestContent.Matches(sequence, 9, message with { Stream = 3 }));
        Assert.False(TestContent.Matches(sequence, 9, message with { IsUnordered = true }));
        Assert.False(TestContent.Matches(sequence.Slice(1), 9, message with { Size = 99 }));
        bytes[99] ^= 1;
        Assert.False(TestContent.Matches(sequence, 9, message));
    }

    [Fact]
    public void CheckOrder_OlderOrderedMessage_IsCounted()
    {
        var tally = new TestTally();

        foreach (var (sequence, stream, isUnordered) in ((uint, ushort, bool)[])[(0, 0, false), (2, 0, false), (1, 1, false), (1, 0, true), (1, 0, false)])
        {
            tally.CheckOrder(new TestMessage(sequence, stream, 1, isUnordered));
        }

        Assert.Equal(1, tally.OutOfOrder);
    }
}
