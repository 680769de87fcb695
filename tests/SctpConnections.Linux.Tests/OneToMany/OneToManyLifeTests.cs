using System.Net.Sockets;
using SctpConnections.Linux.Tests.Support;
using SctpConnections.Notifications;
using SctpConnections.TestShared;
using static SctpConnections.Linux.Tests.Support.ManySocket;

namespace SctpConnections.Linux.Tests.OneToMany;

/// <summary>Associations of a one-to-many socket from set-up to end.</summary>
public sealed class OneToManyLifeTests
{
    private const string Silent = "sctp/10.9.0.2:5000";

    [Fact]
    public async Task Life_ConnectExchangeShutdown_BothSidesAreTold()
    {
        var (server, serverId, client, clientId) = await PairAsync();

        Assert.Equal([serverId], server.AssociationIds);
        Assert.Equal(1, client.AssociationCount);
        Assert.Equal(server.LocalEndPoint, client.GetPeerAddresses(clientId));
        Assert.Equal(client.LocalEndPoint.Port, server.GetPeerAddresses(serverId).Port);
        Assert.Equal(client.LocalEndPoint, client.GetLocalAddresses(clientId));
        await client.SendAsync(clientId, 5, Bytes("ask"), new SctpSendOptions { PayloadProtocolIdentifier = 46, IsUnordered = true }).Bounded();
        var ask = await server.ReceiveMessageAsync();
        Assert.Equal((serverId, 5, 46u, true, true, "ask"), (ask.AssociationId, ask.StreamId, ask.PayloadProtocolIdentifier, ask.Info.IsUnordered, ask.Info.IsEndOfMessage, ask.Text()));
        await server.SendAsync(serverId, 6, Bytes("answer")).Bounded();
        Assert.Equal((clientId, "answer"), ((await client.ReceiveMessageAsync()) is var answer ? answer.AssociationId : 0, answer.Text()));

        await client.ShutdownAsync(clientId).Bounded();

        await client.ReceiveChangeAsync(clientId, SctpAssociationChange.ShutdownComplete);
        await server.ReceiveUntilAsync(item => item.Notification is SctpShutdownNotification);
        await server.ReceiveChangeAsync(serverId, SctpAssociationChange.ShutdownComplete);
        Assert.Empty(client.AssociationIds);
        Assert.Empty(server.AssociationIds);
        await EndAsync(server, client);
    }

    [Fact]
    public async Task Send_ToAPeerWithoutAssociation_SetsOneUpWithTheOptionsStreams()
    {
        var server = Open();
        var client = Open(o => (o.OutboundStreams, o.InboundStreams) = (17, 19));

        var id = await client.SendAsync(server.LocalEndPoint, 16, Bytes("first")).Bounded();
        var again = await client.SendAsync(server.LocalEndPoint, 3, Bytes("second")).Bounded();

        Assert.Equal(id, again);
        var up = (SctpAssociationChangeNotification)(await server.ReceiveUntilAsync(item => item.Notification is SctpAssociationChangeNotification)).Notification!;
        Assert.Equal((19, 17), (up.OutboundStreams, up.InboundStreams));
        Assert.Equal("first", (await server.ReceiveMessageAsync()).Text());
        Assert.Equal("second", (await server.ReceiveMessageAsync()).Text());
        Assert.Equal(1, client.AssociationCount);
        await EndAsync(server, client);
    }

    [Fact]
    public async Task Abort_WithReason_ThePeerGetsCauseAndText()
    {
        var (server, serverId, client, clientId) = await PairAsync();

        server.Abort(serverId, "reason text");

        var lost = await client.ReceiveChangeAsync(clientId, SctpAssociationChange.Lost);
        Assert.Equal((SctpErrorCause.UserInitiatedAbort, "reason text"), (lost.CauseCode, lost.CauseText));
        await server.ReceiveChangeAsync(serverId, SctpAssociationChange.Lost);
        await EndAsync(server, client);
    }

    [Fact]
    public async Task Shutdown_PeerAborts_Throws()
    {
        var (server, serverId, client, clientId) = await PairAsync(o => (o.ReceiveLimit, o.ReceiveBufferSize) = (1, 20_000));
        for (var i = 0; i < 20; i++)
        {
            await client.SendAsync(clientId, 0, new byte[10_000]).Bounded();
        }
        var shutdown = client.ShutdownAsync(clientId);
        Assert.False(shutdown.IsCompleted);

        server.Abort(serverId, "no");

        var error = await Assert.ThrowsAsync<SctpAbortedException>(() => shutdown.Bounded());
        Assert.Equal("no", error.Reason.Text);
        await EndAsync(server, client);
    }

    [Fact]
    public async Task AutoClose_IdleAssociation_EndsByItself()
    {
        var (server, _, client, clientId) = await PairAsync(client: o => o.AutoClose = TimeSpan.FromSeconds(1));

        await client.ReceiveChangeAsync(clientId, SctpAssociationChange.ShutdownComplete);

        Assert.Empty(client.AssociationIds);
        await EndAsync(server, client);
    }

    [Fact]
    public async Task Connect_Twice_SaysThatThereIsOne()
    {
        var (server, _, client, clientId) = await PairAsync();

        var error = await Assert.ThrowsAsync<SctpException>(() => client.ConnectAsync(server.LocalEndPoint).Bounded());

        Assert.Contains($"already: {clientId}", error.Message, StringComparison.Ordinal);
        await EndAsync(server, client);
    }

    [Fact]
    public async Task Connect_NobodyListens_IsRefused()
    {
        await using var client = Open();

        var error = await Assert.ThrowsAsync<SocketException>(() => client.ConnectAsync(SctpEndPoint.Loopback(9)).Bounded());

        Assert.Equal(SocketError.ConnectionRefused, error.SocketErrorCode);
        Assert.Contains("sctp/127.0.0.1:9", error.Message, StringComparison.Ordinal);
        Assert.Empty(client.AssociationIds);
    }

    [Fact]
    public async Task Connect_NoAnswer_TimesOutWhenTheInitAttemptsAreUsedUp()
    {
        await using var network = await DummyInterface.AddAsync("silent", "10.9.0.1/24");
        await using var client = Open(
            o => (o.MaxInitAttempts, o.RtoInitial, o.RtoMin, o.RtoMax) = (2, Ms(50), Ms(50), Ms(100)), SctpEndPoint.Any(0));

        var error = await Assert.ThrowsAsync<SocketException>(() => client.ConnectAsync(SctpEndPoint.Parse(Silent)).Bounded());

        Assert.Equal(SocketError.TimedOut, error.SocketErrorCode);
    }

    [Fact]
    public async Task Connect_NoAnswerOrCancelled_LeavesNoAssociation()
    {
        await using var network = await DummyInterface.AddAsync("silent", "10.9.0.1/24");
        await using var client = Open(o => o.ConnectTimeout = Ms(100), SctpEndPoint.Any(0));
        using var source = new CancellationTokenSource();

        await Assert.ThrowsAsync<TimeoutException>(() => client.ConnectAsync(SctpEndPoint.Parse(Silent)).Bounded());
        Assert.Empty(client.AssociationIds);
        var connect = client.ConnectAsync(SctpEndPoint.Parse(Silent), source.Token).AsTask();
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => connect.Bounded());

        Assert.Empty(client.AssociationIds);
    }

    [Fact]
    public async Task MaxAssociations_Reached_TheNextAreRefusedUntilOneEnds()
    {
        await using var server = Open(o => o.MaxAssociations = 1);
        await using var client = Open();
        await using var other = Open();
        var id = await client.ConnectAsync(server.LocalEndPoint).Bounded();
        await server.AcceptAsync();

        await Assert.ThrowsAsync<SocketException>(() => other.ConnectAsync(server.LocalEndPoint).Bounded());
        await client.ShutdownAsync(id).Bounded();
        await server.ReceiveUntilAsync(item => item.Notification is SctpAssociationChangeNotification { State: SctpAssociationChange.ShutdownComplete });

        await other.ConnectAsync(server.LocalEndPoint).Bounded();
        await EndAsync(server, other, client);
    }

    [Fact]
    public async Task Dispose_ManyTimes_ShutsAllDownAndEndsReaders()
    {
        var (server, serverId, client, _) = await PairAsync();
        await using var second = Open();
        await second.ConnectAsync(client.LocalEndPoint).Bounded();
        await client.AcceptAsync();
        var read = Read();

        await EndAsync(client, client);
        await client.DisposeAsync().Bounded();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => read.Bounded());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => client.ReceiveAsync().Bounded());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => client.SendAsync(1, 0, new byte[1]).Bounded());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => client.ConnectAsync(server.LocalEndPoint).Bounded());
        await server.ReceiveChangeAsync(serverId, SctpAssociationChange.ShutdownComplete);
        await EndAsync(server);

        async Task Read()
        {
            while (true)
            {
                await client.ReceiveAsync();
            }
        }
    }

    [Fact]
    public async Task Dispose_PeerNeverReads_AbortsAfterTheTimeout()
    {
        var (server, serverId, client, clientId) = await PairAsync(o => (o.ReceiveLimit, o.ReceiveBufferSize) = (1, 20_000), o => o.ShutdownTimeout = Ms(200));
        for (var i = 0; i < 20; i++)
        {
            await client.SendAsync(clientId, 0, new byte[10_000]).Bounded();
        }

        await client.DisposeAsync().Bounded();

        await server.ReceiveChangeAsync(serverId, SctpAssociationChange.Lost);
        await EndAsync(server);
    }

    private static TimeSpan Ms(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);
}
