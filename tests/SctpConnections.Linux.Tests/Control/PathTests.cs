using System.Net;
using SctpConnections.Linux.Tests.Support;
using SctpConnections.Notifications;
using SctpConnections.TestShared;

namespace SctpConnections.Linux.Tests.Control;

/// <summary>Paths as they are, and addresses that come and go while the association lives (RFC 5061).</summary>
public sealed class PathTests
{
    private static readonly IPAddress s_first = IPAddress.Parse("127.0.0.1");
    private static readonly IPAddress s_second = IPAddress.Parse("127.0.0.2");
    private static readonly IPAddress s_added = IPAddress.Parse("127.0.0.9");

    [Fact]
    public async Task GetAll_TwoPaths_BothWithTheirMeasures()
    {
        var (server, client) = await PairAsync();
        await Exchange.RoundTripAsync(client, server);
        var paths = client.Control.Paths;

        var all = paths.GetAll();

        Assert.Equal([s_first, s_second], all.Select(path => path.Address).Order(Comparer<IPAddress>.Create((a, b) => string.CompareOrdinal(a.ToString(), b.ToString()))));
        Assert.Equal(s_first, Assert.Single(all, path => path.IsPrimary).Address);
        Assert.All(all, path =>
        {
            Assert.Equal(SctpPathState.Active, path.State);
            Assert.True(path.CongestionWindow > 0 && path.RetransmissionTimeout > TimeSpan.Zero && path.Mtu > 512);
            Assert.Equal(path.Address, paths.Get(path.Address).Address);
        });
        Assert.Equal(client.RemoteEndPoint, paths.RemoteEndPoint);
        Assert.Equal(client.LocalEndPoint, paths.LocalEndPoint);
        await Exchange.EndAsync(server, client);
    }

    [Fact]
    public async Task Primary_Set_MovesTheTraffic()
    {
        var (server, client) = await PairAsync();
        Assert.Equal(s_first, client.Control.Paths.Primary);

        client.Control.Paths.Primary = s_second;

        Assert.Equal(s_second, client.Control.Paths.Primary);
        Assert.Equal(s_second, client.Control.GetStatus().Primary.Address);
        Assert.True(client.Control.Paths.Get(s_second).IsPrimary);
        Assert.False(client.Control.Paths.Get(s_first).IsPrimary);
        await Exchange.RoundTripAsync(client, server);
        await Exchange.EndAsync(server, client);
    }

    [Fact]
    public async Task AddLocalAddress_Live_ThePeerLearnsIt()
    {
        var (server, client) = await PairAsync();

        client.Control.Paths.AddLocalAddress(s_added);

        var added = await server.NotificationAsync<SctpPeerAddressChangeNotification>(n => n.State == SctpPeerAddressState.Added);
        Assert.Equal(s_added, added.Address);
        Assert.Contains(s_added, server.RemoteEndPoint.Addresses);
        Assert.Contains(s_added, server.Control.Paths.RemoteEndPoint.Addresses);
        Assert.Contains(s_added, client.LocalEndPoint.Addresses);
        await Exchange.RoundTripAsync(client, server);
        await Exchange.EndAsync(server, client);
    }

    [Fact]
    public async Task RemoveLocalAddress_Live_ThePeerForgetsIt()
    {
        var (server, client) = await PairAsync();

        server.Control.Paths.RemoveLocalAddress(s_second);

        var removed = await client.NotificationAsync<SctpPeerAddressChangeNotification>(n => n.State == SctpPeerAddressState.Removed);
        Assert.Equal(s_second, removed.Address);
        Assert.Equal([s_first], client.RemoteEndPoint.Addresses.AsEnumerable());
        Assert.Equal([s_first], server.LocalEndPoint.Addresses.AsEnumerable());
        Assert.Equal(s_first, Assert.Single(client.Control.Paths.GetAll()).Address);
        await Exchange.RoundTripAsync(client, server);
        await Exchange.EndAsync(server, client);
    }

    [Fact]
    public async Task RequestPeerPrimary_OwnAddress_ThePeerSendsThere()
    {
        var (server, client) = await PairAsync();
        Assert.Equal(s_first, client.Control.Paths.Primary);

        server.Control.Paths.RequestPeerPrimary(s_second);

        var primary = await client.NotificationAsync<SctpPeerAddressChangeNotification>(n => n.State == SctpPeerAddressState.MadePrimary);
        Assert.Equal(s_second, primary.Address);
        Assert.Equal(s_second, client.Control.Paths.Primary);
        await Exchange.RoundTripAsync(client, server);
        await Exchange.EndAsync(server, client);
    }

    [Theory]
    [InlineData("127.0.0.2", 1)]
    [InlineData(null, 2)]
    public async Task RequestHeartbeat_NoHeartbeatsOtherwise_OneControlChunkForEachPathAndItsAnswer(string? address, uint count)
    {
        // Confirming the second path takes a heartbeat too; it is over once both are active.
        var (server, client) = await PairAsync();
        await Timeouts.Until(() => server.Control.Paths.GetAll().All(path => path.State == SctpPathState.Active), "all paths are confirmed");
        var before = client.Control.GetStatistics();

        client.Control.Paths.RequestHeartbeat(address is null ? null : IPAddress.Parse(address));

        await Timeouts.Until(() => client.Control.GetStatistics().ControlChunksReceived - before.ControlChunksReceived >= count, "the heartbeats are answered");
        var after = client.Control.GetStatistics();
        Assert.Equal(count, after.ControlChunksSent - before.ControlChunksSent);
        Assert.Equal(count, after.ControlChunksReceived - before.ControlChunksReceived);
        await Exchange.EndAsync(server, client);
    }

    private static Task<(SctpAssociation Server, SctpAssociation Client)> PairAsync()
    {
        // The client has one address of its own, so that the server has one path.
        return Kernel.PairAsync(Set, o => { Set(o); o.LocalEndPoint = "sctp/127.0.0.1:0"; }, SctpEndPoint.Parse("sctp/127.0.0.1+127.0.0.2:0"));

        static void Set(SctpAssociationOptions o) => (o.AddressReconfiguration, o.Authentication, o.HeartbeatInterval) = (true, true, TimeSpan.Zero);
    }
}
