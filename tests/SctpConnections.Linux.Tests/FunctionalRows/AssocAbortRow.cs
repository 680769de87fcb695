using SctpConnections.Linux.Tests.Support;
using SctpConnections.Notifications;
using SctpConnections.TestShared;
using static SctpConnections.Linux.Tests.Support.ManySocket;

namespace SctpConnections.Linux.Tests.FunctionalRows;

/// <summary>lksctp assoc_abort: associations of a one-to-many socket are aborted one by one, and the others do not notice. Cause and text: OneToManyLifeTests.</summary>
public sealed class AssocAbortRow
{
    [Fact]
    public async Task Abort_OneByOne_BothSidesAreToldAndTheOthersGoOn()
    {
        await using var server = Open();
        var peers = new List<(SctpOneToManySocket Socket, int Id, int ServerId)>();
        for (var i = 0; i < 4; i++)
        {
            var socket = Open();
            var id = await socket.ConnectAsync(server.LocalEndPoint).Bounded();
            peers.Add((socket, id, await server.AcceptAsync()));
        }

        while (peers.Count > 0)
        {
            // From the middle, so that it is neither the first nor the last for a while.
            var (socket, id, serverId) = peers[peers.Count / 2];
            peers.RemoveAt(peers.Count / 2);
            server.Abort(serverId, $"abort of {serverId}");

            Assert.Equal($"abort of {serverId}", (await socket.ReceiveChangeAsync(id, SctpAssociationChange.Lost)).CauseText);
            await server.ReceiveChangeAsync(serverId, SctpAssociationChange.Lost);
            Assert.Empty(socket.AssociationIds);
            Assert.Equal(peers.Select(peer => peer.ServerId).Order(), server.AssociationIds.Order());
            foreach (var other in peers)
            {
                await other.Socket.SendAsync(other.Id, 1, Bytes("still here")).Bounded();
                Assert.Equal(other.ServerId, (await server.ReceiveMessageAsync()).AssociationId);
            }
            await socket.DisposeAsync().Bounded();
        }
    }

    [Fact]
    public async Task Abort_MessagesQueued_AreLostAndTheIdIsGoneAtOnce()
    {
        var (server, serverId, client, clientId) = await PairAsync(o => (o.ReceiveLimit, o.ReceiveBufferSize) = (1, 20_000));
        for (var i = 0; i < 20; i++)
        {
            await client.SendAsync(clientId, 0, new byte[10_000]).Bounded();
        }

        client.Abort(clientId);

        Assert.Empty(client.AssociationIds);
        foreach (var use in (Func<Task>[])
        [
            () => client.SendAsync(clientId, 0, new byte[1]).Bounded(), () => client.ShutdownAsync(clientId).Bounded(),
            () => Throw(() => client.Abort(clientId)), () => Throw(() => client.PeelOff(clientId)), () => Throw(() => client.GetControl(clientId)),
        ])
        {
            var error = await Assert.ThrowsAsync<ArgumentException>(use);
            Assert.Contains($"association {clientId}", error.Message, StringComparison.Ordinal);
        }
        var received = 0;
        await server.ReceiveUntilAsync(item =>
        {
            received += item.IsMessage ? 1 : 0;
            return item.Notification is SctpAssociationChangeNotification { State: SctpAssociationChange.Lost } && item.AssociationId == serverId;
        });
        Assert.InRange(received, 1, 19);
        await EndAsync(server, client);
    }

    private static Task Throw(Action action)
    {
        action();
        return Task.CompletedTask;
    }
}
