using System.Net;

namespace SctpConnections.Tests;

public sealed class SctpAddressPolicyTests
{
    private static readonly (string Interface, IPAddress Address)[] s_machine =
    [
        ("lo", IPAddress.Loopback), ("lo", IPAddress.IPv6Loopback),
        ("eth0", IPAddress.Parse("10.0.1.1")), ("eth0", IPAddress.Parse("10.0.9.1")), ("eth0", IPAddress.Parse("fe80::1")), ("eth0", IPAddress.Parse("2001:db8::1")),
        ("eth1", IPAddress.Parse("192.168.3.4")), ("eth1", IPAddress.Parse("2001:db8:1::1")),
    ];

    [Theory]
    [InlineData("eth0", "10.0.1.1 10.0.9.1 2001:db8::1")]
    [InlineData("eth1, eth0", "192.168.3.4 2001:db8:1::1 10.0.1.1 10.0.9.1 2001:db8::1")]
    [InlineData("10.0.0.0/8", "10.0.1.1 10.0.9.1")]
    [InlineData("10.0.0.0/8, !10.0.9.0/24", "10.0.1.1")]
    [InlineData("192.168.3.4,2001:db8::/32", "192.168.3.4 2001:db8::1 2001:db8:1::1")]
    [InlineData("10.0.1.1, eth0, 10.0.0.0/8", "10.0.1.1 10.0.9.1 2001:db8::1")]
    [InlineData("!eth0", "192.168.3.4 2001:db8:1::1")]
    [InlineData("!10.0.0.0/8, !2001:db8::/32", "192.168.3.4")]
    [InlineData("eth0, !eth0", "")]
    [InlineData("fe80::/10", "fe80::1")]
    [InlineData("lo", "127.0.0.1 ::1")]
    [InlineData("eth7", "")]
    [InlineData(" eth1 ,, ! 2001:db8:1::1 ", "192.168.3.4")]
    public void Select_EachForm_ChoosesInTheOrderOfTheRules(string policy, string expected)
        => Assert.Equal(expected, string.Join(' ', SctpAddressPolicy.Parse(policy).Select(s_machine)));

    [Theory]
    [InlineData("")]
    [InlineData(" , ")]
    [InlineData("!")]
    [InlineData("10.0.0.1/8")]
    [InlineData("10.0.0.0/33")]
    [InlineData("eth0/24")]
    [InlineData("eth0 eth1")]
    public void Parse_Wrong_NamesTheTextAndWhatIsExpected(string policy)
    {
        var error = Assert.Throws<FormatException>(() => SctpAddressPolicy.Parse(policy));

        Assert.StartsWith($"The address policy '{policy}' ", error.Message, StringComparison.Ordinal);
        var option = Assert.Single(new SctpTransportOptions { AddressPolicy = policy }.Validate("Sctp"));
        Assert.StartsWith($"Sctp:AddressPolicy is '{policy}', but ", option, StringComparison.Ordinal);
    }

    [Fact]
    public void Apply_NoWildcard_IsTheSameEndPoint()
    {
        var endPoint = SctpEndPoint.Parse("sctp/10.0.0.1+10.0.1.1:2905");

        Assert.Same(endPoint, SctpAddressPolicy.Parse("eth0").Apply(endPoint));
    }

    [Fact]
    public void Apply_IPv4Wildcard_BecomesChosenIPv4Addresses()
        => Assert.Equal(SctpEndPoint.Loopback(7), SctpAddressPolicy.Parse("127.0.0.1, ::1").Apply(SctpEndPoint.Any(7)));

    [Fact]
    public void Apply_ChoosesNothing_TellsThePolicyTheEndPointAndTheMachine()
    {
        var error = Assert.Throws<SctpException>(() => SctpAddressPolicy.Parse("nosuch0").Apply(SctpEndPoint.IPv6Any(7)));

        Assert.StartsWith("The address policy 'nosuch0' chooses no address for sctp/[::]:7; this machine has ", error.Message, StringComparison.Ordinal);
        Assert.Contains("127.0.0.1 (lo)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ToString_Parsed_IsTheText() => Assert.Equal("eth0, !10.0.0.0/8", SctpAddressPolicy.Parse("eth0, !10.0.0.0/8").ToString());
}
