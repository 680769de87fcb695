using System.Net;
using System.Net.Sockets;

namespace SctpConnections.Tests;

public sealed class SctpEndPointTests
{
    [Theory]
    [InlineData("sctp/10.0.0.1:2905", "sctp/10.0.0.1:2905")]
    [InlineData("10.0.0.1:2905", "sctp/10.0.0.1:2905")]
    [InlineData("sctp://10.0.0.1:2905", "sctp/10.0.0.1:2905")]
    [InlineData("SCTP/10.0.0.1:0", "sctp/10.0.0.1:0")]
    [InlineData(" sctp/10.0.0.1+10.0.1.1:2905 ", "sctp/10.0.0.1+10.0.1.1:2905")]
    [InlineData("sctp/[::1]:65535", "sctp/[::1]:65535")]
    [InlineData("sctp/[2001:db8::1]+10.0.0.1:80", "sctp/[2001:db8::1]+10.0.0.1:80")]
    [InlineData("sctp/*:3868", "sctp/0.0.0.0:3868")]
    public void Parse_ValidText_PrintsCanonicalForm(string text, string expected)
    {
        var endPoint = SctpEndPoint.Parse(text);

        Assert.Equal(expected, endPoint.ToString());
        Assert.Equal(endPoint, SctpEndPoint.Parse(endPoint.ToString()));
    }

    [Theory]
    [InlineData("", "expected sctp/address")]
    [InlineData("sctp/", "expected sctp/address")]
    [InlineData(":80", "expected sctp/address")]
    [InlineData("sctp/10.0.0.1", "expected sctp/address")]
    [InlineData("sctp/[::1]", "expected sctp/address")]
    [InlineData("sctp/10.0.0.1:65536", "'65536'")]
    [InlineData("sctp/10.0.0.1:-1", "'-1'")]
    [InlineData("sctp/10.0.0.1:", "no port")]
    [InlineData("sctp/10.0.0.1:+80", "'+80'")]
    [InlineData("sctp/1:80", "'1'")]
    [InlineData("sctp/::1:80", "':'")]
    [InlineData("sctp/[10.0.0.1]:80", "'[10.0.0.1]'")]
    [InlineData("sctp/10.0.0.1+:80", "''")]
    [InlineData("sctp/10.0.0.256:80", "'10.0.0.256'")]
    [InlineData("sctp/host.example:80", "'host.example'")]
    [InlineData("sctp/10.0.0.1+10.0.0.1:80", "twice")]
    [InlineData("unix:/tmp/x", "'/tmp/x'")]
    public void Parse_InvalidText_ThrowsAndNamesWhatIsWrong(string text, string part)
    {
        var error = Assert.Throws<FormatException>(() => SctpEndPoint.Parse(text));

        Assert.False(SctpEndPoint.TryParse(text, out var endPoint));
        Assert.Null(endPoint);
        Assert.Contains(part is "':'" ? "no IP address" : part, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TryParse_Null_IsFalse() => Assert.False(SctpEndPoint.TryParse(null, out _));

    [Fact]
    public void Equals_SameValue_IsEqualWithSameHash()
    {
        var one = new SctpEndPoint([IPAddress.Parse("10.0.0.1"), IPAddress.Parse("::1")], 2905);
        var other = SctpEndPoint.Parse("sctp/10.0.0.1+[::1]:2905");

        Assert.True(one.Equals((object)other));
        Assert.Equal(one.GetHashCode(), other.GetHashCode());
    }

    [Theory]
    [InlineData("sctp/10.0.0.1:2906")]
    [InlineData("sctp/10.0.0.2:2905")]
    [InlineData("sctp/10.0.1.1+10.0.0.1:2905")]
    [InlineData("sctp/10.0.0.1:2905")]
    public void Equals_OtherPortAddressOrOrder_Differs(string other)
        => Assert.NotEqual(SctpEndPoint.Parse("sctp/10.0.0.1+10.0.1.1:2905"), SctpEndPoint.Parse(other));

    [Fact]
    public void Equals_IPEndPointOrNull_Differs()
    {
        Assert.False(SctpEndPoint.Loopback(80).Equals((object)new IPEndPoint(IPAddress.Loopback, 80)));
        Assert.False(SctpEndPoint.Loopback(80).Equals(null));
    }

    [Fact]
    public void Constructor_NoAddress_Throws() => Assert.Throws<ArgumentException>(() => new SctpEndPoint([], 1));

    [Fact]
    public void Constructor_DuplicateAddress_ThrowsAndNamesIt()
    {
        var error = Assert.Throws<ArgumentException>(() => new SctpEndPoint([IPAddress.Loopback, IPAddress.Loopback], 1));

        Assert.Contains("127.0.0.1", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(65536)]
    public void Constructor_PortOutOfRange_Throws(int port)
        => Assert.Throws<ArgumentOutOfRangeException>(() => new SctpEndPoint(IPAddress.Loopback, port));

    [Fact]
    public void AddressFamily_FirstAddress_Decides()
    {
        Assert.Equal(AddressFamily.InterNetworkV6, SctpEndPoint.Parse("sctp/[::1]+10.0.0.1:1").AddressFamily);
        Assert.Equal(AddressFamily.InterNetwork, SctpEndPoint.Any(1).AddressFamily);
    }

    [Fact]
    public async Task ResolveAsync_Literals_NeedNoNames()
        => Assert.Equal(SctpEndPoint.Parse("sctp/10.0.0.1+[::1]:7"), await SctpEndPoint.ResolveAsync("10.0.0.1+[::1]:7", TestContext.Current.CancellationToken));

    [Fact]
    public async Task ResolveAsync_NoEndPoint_Throws()
        => await Assert.ThrowsAsync<FormatException>(() => SctpEndPoint.ResolveAsync("nothing", TestContext.Current.CancellationToken));
}
