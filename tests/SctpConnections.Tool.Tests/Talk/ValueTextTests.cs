using SctpConnections.Tool.Talk;

namespace SctpConnections.Tool.Tests.Talk;

public sealed class ValueTextTests
{
    [Theory]
    [InlineData(typeof(TimeSpan), "500ms", "500 ms")]
    [InlineData(typeof(TimeSpan), "1.5s", "1.5 s")]
    [InlineData(typeof(TimeSpan), "2m", "120 s")]
    [InlineData(typeof(TimeSpan), "00:00:01", "1 s")]
    [InlineData(typeof(TimeSpan), "0", "0")]
    [InlineData(typeof(bool), "off", "false")]
    [InlineData(typeof(uint), "0xFF", "255")]
    [InlineData(typeof(ushort?), "default", "default")]
    [InlineData(typeof(ushort?), "7", "7")]
    [InlineData(typeof(SctpStreamScheduler), "roundrobin", "RoundRobin")]
    [InlineData(typeof(SctpReconfigurations), "ResetStreams,AddStreams", "ResetStreams, AddStreams")]
    [InlineData(typeof(IReadOnlyList<byte>), "0,193", "0, 193")]
    [InlineData(typeof(SctpRetransmissionTimeouts), "1s,100ms,2s", "Initial=1 s, Min=100 ms, Max=2 s")]
    [InlineData(typeof(SctpRetransmissionTimeouts), "min=100ms", "Initial=0, Min=100 ms, Max=0")]
    public void Parse_GoodText_GivesTheValue(Type type, string text, string expected)
        => Assert.Equal(expected, ValueText.Format(ValueText.Parse(type, text)));

    [Theory]
    [InlineData(typeof(TimeSpan), "5", "'5' is no duration")]
    [InlineData(typeof(bool), "maybe", "neither true nor false")]
    [InlineData(typeof(byte), "256", "from 0 to 255")]
    [InlineData(typeof(ushort?), "-1", "from 0 to 65535")]
    [InlineData(typeof(SctpStreamScheduler), "1", "none of FirstComeFirstServed")]
    [InlineData(typeof(SctpStreamScheduler), "Priority,RoundRobin", "none of FirstComeFirstServed")]
    [InlineData(typeof(SctpRetransmissionTimeouts), "a=1s", "none of Initial,Min,Max")]
    [InlineData(typeof(SctpRetransmissionTimeouts), "1s,1s,1s,1s", "4 parts")]
    public void Parse_WrongText_SaysWhatIsRight(Type type, string text, string problem)
        => Assert.Contains(problem, Assert.Throws<FormatException>(() => ValueText.Parse(type, text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Assign_EveryOption_CanBeFound()
    {
        var options = new SctpClientOptions();

        NamedValues.Assign(options, ["rtomin=100ms", "NoDelay=false", "AllowedReconfigurations=All", "AuthenticatedChunks=0,1", "Dscp=46"]);

        Assert.Equal(TimeSpan.FromMilliseconds(100), options.RtoMin);
        Assert.False(options.NoDelay);
        Assert.Equal(SctpReconfigurations.All, options.AllowedReconfigurations);
        Assert.Equal([0, 1], options.AuthenticatedChunks!);
        Assert.Equal((byte?)46, options.Dscp);
    }

    [Theory]
    [InlineData("RtoMn=1s", "did you mean 'RtoMin'")]
    [InlineData("NoDelay", "no Name=Value")]
    [InlineData("RtoMin=fast", "RtoMin: 'fast' is no duration")]
    [InlineData("TimeProvider=x", "unknown option 'TimeProvider'")]
    public void Assign_WrongOption_SaysWhat(string text, string problem)
        => Assert.Contains(problem, Assert.Throws<FormatException>(() => NamedValues.Assign(new SctpClientOptions(), [text])).Message, StringComparison.Ordinal);
}
