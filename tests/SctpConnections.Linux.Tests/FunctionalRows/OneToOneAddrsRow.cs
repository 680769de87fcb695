using System.Net;
using SctpConnections.Linux.Tests.Support;

namespace SctpConnections.Linux.Tests.FunctionalRows;

/// <summary>
/// lksctp 1_to_1_addrs (getladdrs, getpaddrs). EBADF and ENOTSOCK become asking after the end, which answers what was last known. A
/// wrong protocol and freeing the lists are impossible by types: LocalEndPoint and RemoteEndPoint are values. Several addresses on
/// both sides: AddressTests.
/// </summary>
public sealed class OneToOneAddrsRow
{
    [Fact]
    public async Task EndPoints_OneAddressEach_AreWhatWasBoundAndConnected()
    {
        await using var listener = await Kernel.ListenAsync(SctpEndPoint.Parse("sctp/127.0.0.7:0"));
        var accept = listener.AcceptAssociationAsync();

        var client = await Kernel.ConnectAsync(listener.EndPoint, o => o.LocalEndPoint = "sctp/127.0.0.8:0");

        var server = await accept;
        Assert.Equal(listener.EndPoint, client.RemoteEndPoint);
        Assert.Equal(listener.EndPoint, server.LocalEndPoint);
        Assert.Equal(IPAddress.Parse("127.0.0.8"), Assert.Single(client.LocalEndPoint.Addresses));
        Assert.Equal(client.LocalEndPoint, server.RemoteEndPoint);
        await Exchange.EndAsync(client, server);
    }

    [Theory]
    [InlineData("sctp/*:0", "127.0.0.1")]
    [InlineData("sctp/[::]:0", "[::1]")]
    public async Task EndPoints_BoundToAll_NameRealAddressesInsteadOfTheWildcard(string listen, string connect)
    {
        await using var listener = await Kernel.ListenAsync(SctpEndPoint.Parse(listen));
        var accept = listener.AcceptAssociationAsync();
        var port = ((SctpEndPoint)listener.EndPoint).Port;

        var client = await Kernel.ConnectAsync(SctpEndPoint.Parse($"sctp/{connect}:{port}"));

        var server = await accept;
        foreach (var endPoint in (SctpEndPoint[])[client.LocalEndPoint, client.RemoteEndPoint, server.LocalEndPoint, server.RemoteEndPoint])
        {
            Assert.DoesNotContain(endPoint.Addresses, address => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any));
            Assert.Contains(SctpEndPoint.Parse($"sctp/{connect}:0").Addresses[0], endPoint.Addresses);
        }
        await Exchange.EndAsync(client, server);
    }

    [Fact]
    public async Task EndPoints_AfterTheEnd_AreStillKnown()
    {
        var (server, client) = await Kernel.PairAsync();
        var before = (server.LocalEndPoint, server.RemoteEndPoint, client.LocalEndPoint, client.RemoteEndPoint);

        await Exchange.EndAsync(client, server);

        Assert.Equal(before, (server.LocalEndPoint, server.RemoteEndPoint, client.LocalEndPoint, client.RemoteEndPoint));
    }
}
