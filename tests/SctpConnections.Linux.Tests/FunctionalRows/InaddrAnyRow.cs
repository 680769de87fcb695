using System.Net;
using SctpConnections.Linux.Tests.Support;

namespace SctpConnections.Linux.Tests.FunctionalRows;

/// <summary>
/// lksctp inaddr_any: a wildcard bind carries traffic. One address of each family: AddressTests. What remains is many addresses of
/// the machine through one wildcard listener, and a client that is bound to the wildcard. The kernel answers from addresses that are
/// assigned to an interface: 127.0.0.9 can be bound, but a wildcard listener does not answer from it.
/// </summary>
public sealed class InaddrAnyRow
{
    [Fact]
    public async Task Listen_OnAny_ServesEveryAddressOfTheMachine()
    {
        await using var network = await DummyInterface.AddAsync("another", "10.9.0.1/24", "10.9.1.1/24", "2001:db8::9/64");
        await using var listener = await Kernel.ListenAsync(SctpEndPoint.IPv6Any(0));
        var endPoint = (SctpEndPoint)listener.EndPoint;
        Assert.Equal(IPAddress.IPv6Any, Assert.Single(endPoint.Addresses));

        foreach (var address in (string[])["127.0.0.1", "10.9.0.1", "10.9.1.1", "::1", "2001:db8::9"])
        {
            var accept = listener.AcceptAssociationAsync();
            var client = await Kernel.ConnectAsync(new SctpEndPoint(IPAddress.Parse(address), endPoint.Port));
            var server = await accept;
            await Exchange.RoundTripAsync(client, server);
            Assert.Equal(IPAddress.Parse(address), client.RemoteEndPoint.Addresses[0]);
            await Exchange.EndAsync(client, server);
        }
    }

    [Theory]
    [InlineData("sctp/*:0", "sctp/127.0.0.1:0")]
    [InlineData("sctp/[::]:0", "sctp/127.0.0.1:0")]
    [InlineData("sctp/[::]:0", "sctp/[::1]:0")]
    public async Task Connect_FromAny_CarriesTraffic(string local, string listen)
    {
        await using var listener = await Kernel.ListenAsync(SctpEndPoint.Parse(listen));
        var accept = listener.AcceptAssociationAsync();

        var client = await Kernel.ConnectAsync(listener.EndPoint, o => o.LocalEndPoint = local);

        var server = await accept;
        await Exchange.RoundTripAsync(client, server);
        Assert.NotEqual(0, client.LocalEndPoint.Port);
        await Exchange.EndAsync(client, server);
    }
}
