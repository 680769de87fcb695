using System.Net;
using SctpConnections.Linux.Tests.Support;

namespace SctpConnections.Linux.Tests.Control;

/// <summary>What a wildcard means under a policy: peers are told the addresses that it chooses, and no others.</summary>
public sealed class AddressPolicyTests
{
    [Theory]
    [InlineData("policy0, lo", "10.77.0.1", "10.77.0.2", "127.0.0.1")]
    [InlineData("10.77.0.0/24, 127.0.0.0/8, !10.77.0.2", "10.77.0.1", "127.0.0.1")]
    [InlineData("!10.77.0.1", "10.77.0.2")]
    public async Task Listen_WildcardWithAPolicy_ThePeerIsToldTheChosenAddressesOnly(string policy, params string[] expected)
    {
        await using var network = await DummyInterface.AddAsync("policy0", "10.77.0.1/24", "10.77.0.2/24");
        await using var listener = await Kernel.ListenAsync(SctpEndPoint.Any(0), o => o.AddressPolicy = policy);
        var endPoint = (SctpEndPoint)listener.EndPoint;
        Assert.Equal(expected.Order(), endPoint.Addresses.Select(a => a.ToString()).Order());
        var accept = listener.AcceptAssociationAsync();

        // The kernel tells public addresses to all peers, loopback ones only to those on loopback.
        var client = await Kernel.ConnectAsync(new SctpEndPoint(IPAddress.Parse(expected[^1]), endPoint.Port));

        Assert.Equal(expected.Order(), client.RemoteEndPoint.Addresses.Select(a => a.ToString()).Order());
        var server = await accept;
        await Exchange.RoundTripAsync(client, server);
        await Exchange.EndAsync(server, client);
    }

    [Fact]
    public async Task Connect_PolicyWithoutALocalEndPoint_TheServerIsToldTheChosenAddressesOnly()
    {
        await using var network = await DummyInterface.AddAsync("policy0", "10.77.0.1/24", "10.77.0.2/24");
        await using var listener = await Kernel.ListenAsync(SctpEndPoint.Parse("sctp/10.77.0.1:0"));
        var accept = listener.AcceptAssociationAsync();

        var client = await Kernel.ConnectAsync(listener.EndPoint, o => o.AddressPolicy = "10.77.0.2/32");

        var server = await accept;
        Assert.Equal(IPAddress.Parse("10.77.0.2"), Assert.Single(server.RemoteEndPoint.Addresses));
        await Exchange.EndAsync(server, client);
    }

    [Fact]
    public async Task Listen_PolicyChoosesNothing_TheErrorTellsWhatThereIs()
    {
        var error = await Assert.ThrowsAsync<SctpException>(() => Kernel.ListenAsync(SctpEndPoint.Any(0), o => o.AddressPolicy = "nosuch0"));

        Assert.StartsWith($"The address policy 'nosuch0' chooses no address for {SctpEndPoint.Any(0)}; this machine has ", error.Message, StringComparison.Ordinal);
        Assert.Contains("127.0.0.1 (lo)", error.Message, StringComparison.Ordinal);
    }
}
