using System.Net;
using SctpConnections.Linux.Tests.Support;
using SctpConnections.Notifications;
using SctpConnections.TestShared;

namespace SctpConnections.Linux.Tests.Behaviour;

/// <summary>Families, scopes, and several addresses on either side.</summary>
public sealed class AddressTests
{
    [Theory]
    [InlineData("sctp/127.0.0.1:0", "127.0.0.1")]
    [InlineData("sctp/[::1]:0", "[::1]")]
    [InlineData("sctp/*:0", "127.0.0.1")]
    [InlineData("sctp/[::]:0", "[::1]")]
    [InlineData("sctp/[::]:0", "127.0.0.1")]
    [InlineData("sctp/127.0.0.1+[::1]:0", "127.0.0.1")]
    [InlineData("sctp/127.0.0.1+[::1]:0", "[::1]")]
    [InlineData("sctp/[::1]+127.0.0.1:0", "127.0.0.1+[::1]")]
    public async Task Connect_EachFamily_MessagesPassBothWays(string listen, string connect)
    {
        await using var listener = await Kernel.ListenAsync(SctpEndPoint.Parse(listen));
        var accept = listener.AcceptAssociationAsync();
        var port = ((SctpEndPoint)listener.EndPoint).Port;

        var client = await Kernel.ConnectAsync(SctpEndPoint.Parse($"sctp/{connect}:{port}"));

        var server = await accept;
        await Exchange.RoundTripAsync(client, server);
        Assert.Contains(SctpEndPoint.Parse($"sctp/{connect}:{port}").Addresses[0], client.RemoteEndPoint.Addresses);
        Assert.Equal(client.LocalEndPoint.Port, server.RemoteEndPoint.Port);
        await Exchange.EndAsync(client, server);
    }

    [Fact]
    public async Task Connect_LinkLocal_KeepsTheScope()
    {
        await using var network = await DummyInterface.AddAsync("lltest", "fe80::1234/64");
        var address = new IPAddress(IPAddress.Parse("fe80::1234").GetAddressBytes(), network.Index);
        await using var listener = await Kernel.ListenAsync(new SctpEndPoint(address, 0));
        var accept = listener.AcceptAssociationAsync();

        var client = await Kernel.ConnectAsync(listener.EndPoint);

        var server = await accept;
        await Exchange.RoundTripAsync(client, server);
        Assert.Equal(address, Assert.Single(client.RemoteEndPoint.Addresses));
        await Exchange.EndAsync(client, server);
    }

    [Fact]
    public async Task Connect_SeveralAddressesOnBothSides_EachEndKnowsThemAllAndConfirmsThem()
    {
        await using var listener = await Kernel.ListenAsync(
            SctpEndPoint.Parse("sctp/127.0.0.1+127.0.0.2+127.0.0.3:0"), o => (o.HeartbeatInterval, o.RtoInitial, o.RtoMin, o.RtoMax) = (Ms(100), Ms(100), Ms(100), Ms(200)));
        var endPoint = (SctpEndPoint)listener.EndPoint;
        var accept = listener.AcceptAssociationAsync();

        var client = await Kernel.ConnectAsync(endPoint, o => o.LocalEndPoint = "sctp/127.0.0.4+127.0.0.5:0");

        var server = await accept;
        Assert.Equal(endPoint.Addresses.ToHashSet(), client.RemoteEndPoint.Addresses.ToHashSet());
        Assert.Equal(endPoint.Addresses.ToHashSet(), server.LocalEndPoint.Addresses.ToHashSet());
        HashSet<IPAddress> locals = [IPAddress.Parse("127.0.0.4"), IPAddress.Parse("127.0.0.5")];
        Assert.Equal(locals, client.LocalEndPoint.Addresses.ToHashSet());
        Assert.Equal(locals, server.RemoteEndPoint.Addresses.ToHashSet());
        await Exchange.RoundTripAsync(client, server);
        // The client was told the addresses by its user, who is believed; the server must try them first.
        var confirmed = await server.NotificationAsync<SctpPeerAddressChangeNotification>(n => n.State == SctpPeerAddressState.Confirmed);
        Assert.Equal(server.RemoteEndPoint.Addresses[1], confirmed.Address);
        await Exchange.EndAsync(client, server);
    }

    [Fact]
    public async Task Connect_FirstRemoteAddressSilent_TheSecondAnswers()
    {
        await using var network = await DummyInterface.AddAsync("silent", "10.9.0.1/24");
        await using var listener = await Kernel.ListenAsync(SctpEndPoint.Any(0));
        var accept = listener.AcceptAssociationAsync();
        var port = ((SctpEndPoint)listener.EndPoint).Port;

        var client = await Kernel.ConnectAsync(
            SctpEndPoint.Parse($"sctp/10.9.0.2+10.9.0.1:{port}"), o => (o.RtoInitial, o.RtoMin, o.RtoMax) = (Ms(100), Ms(100), Ms(500)));

        var server = await accept;
        await Exchange.RoundTripAsync(client, server);
        await Exchange.EndAsync(client, server);
    }

    [Fact]
    public async Task Bind_PortZeroSeveralAddresses_OnePortForAll()
    {
        await using var listener = await Kernel.ListenAsync(SctpEndPoint.Parse("sctp/127.0.0.1+127.0.0.2:0"));
        var endPoint = (SctpEndPoint)listener.EndPoint;
        Assert.NotEqual(0, endPoint.Port);

        foreach (var address in endPoint.Addresses)
        {
            var accept = listener.AcceptAssociationAsync();
            var client = await Kernel.ConnectAsync(new SctpEndPoint(address, endPoint.Port));
            await Exchange.EndAsync(client, await accept);
        }
    }

    private static TimeSpan Ms(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);
}
