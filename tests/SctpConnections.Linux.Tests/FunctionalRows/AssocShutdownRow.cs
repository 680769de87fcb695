using SctpConnections.Linux.Tests.Support;
using SctpConnections.Notifications;
using SctpConnections.TestShared;
using static SctpConnections.Linux.Tests.Support.ManySocket;

namespace SctpConnections.Linux.Tests.FunctionalRows;

/// <summary>lksctp assoc_shutdown: associations of a one-to-many socket are shut down one by one; what was sent before arrives first.</summary>
public sealed class AssocShutdownRow
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Shutdown_OneByOne_BothSidesAreToldAndTheOthersGoOn(bool byServer)
    {
        await using var server = Open();
        var peers = new List<(SctpOneToManySocket Socket, int Id, int ServerId)>();
        for (var i = 0; i < 3; i++)
        {
            var socket = Open();
            var id = await socket.ConnectAsync(server.LocalEndPoint).Bounded();
            peers.Add((socket, id, await server.AcceptAsync()));
        }

        while (peers.Count > 0)
        {
            var (socket, id, serverId) = peers[peers.Count / 2];
            peers.RemoveAt(peers.Count / 2);
            await (byServer ? server.ShutdownAsync(serverId) : socket.ShutdownAsync(id)).Bounded();

            await socket.ReceiveChangeAsync(id, SctpAssociationChange.ShutdownComplete);
            await server.ReceiveChangeAsync(serverId, SctpAssociationChange.ShutdownComplete);
            Assert.Equal(peers.Select(peer => peer.ServerId).Order(), server.AssociationIds.Order());
            foreach (var other in peers)
            {
                await server.SendAsync(other.ServerId, 1, Bytes("still here")).Bounded();
                Assert.Equal("still here", (await other.Socket.ReceiveMessageAsync()).Text());
            }
            await socket.DisposeAsync().Bounded();
        }
    }

    [Fact]
    public async Task Shutdown_MessagesQueued_AllArriveBeforeTheEndAndNoNewOneIsTaken()
    {
        const int Count = 8, Size = 10_000;
        var (server, serverId, client, clientId) = await PairAsync(o => (o.ReceiveLimit, o.ReceiveBufferSize) = (1, 20_000), o => o.SendBufferSize = 400_000);
        for (var i = 0; i < Count; i++)
        {
            await client.SendAsync(clientId, 0, Payloads.Create(Size, i)).Bounded();
        }

        var first = client.ShutdownAsync(clientId);
        var second = client.ShutdownAsync(clientId);

        Assert.False(first.IsCompleted);
        var error = await Assert.ThrowsAsync<SctpException>(() => client.SendAsync(clientId, 0, new byte[1]).Bounded());
        Assert.Contains("shutting down", error.Message, StringComparison.Ordinal);
        for (var i = 0; i < Count; i++)
        {
            Assert.True((await server.ReceiveMessageAsync()).Payload.Span.SequenceEqual(Payloads.Create(Size, i)), $"message {i}");
        }
        await server.ReceiveUntilAsync(item => item.Notification is SctpShutdownNotification);
        await server.ReceiveChangeAsync(serverId, SctpAssociationChange.ShutdownComplete);
        await Task.WhenAll(first, second).Bounded();
        await EndAsync(server, client);
    }
}
