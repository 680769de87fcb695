using System.Buffers;
using SctpConnections.Linux.Tests.Support;
using SctpConnections.Notifications;
using SctpConnections.TestShared;
using static SctpConnections.Linux.Tests.Support.ManySocket;

namespace SctpConnections.Linux.Tests.FunctionalRows;

/// <summary>
/// lksctp peeloff: an association that was peeled off is no listener and takes no other, which its type says; here it is that the
/// socket still is one. Data both ways, what had been received, and options: PeelOffTests. Not up yet: ConnectRow.
/// </summary>
public sealed class PeeloffRow
{
    [Fact]
    public async Task PeelOff_EachOfSeveral_HasItsOwnSocketAndTheOneToManySocketTakesMore()
    {
        const int Count = 4;
        var before = Descriptors.Sockets;
        var server = Open();
        var clients = new List<SctpOneToManySocket>();
        var ids = new List<int>();
        var peeled = new List<SctpAssociation>();
        for (var i = 0; i < Count; i++)
        {
            // Peeled off one after the other, with a new one in between each time.
            clients.Add(Open());
            ids.Add(await clients[i].ConnectAsync(server.LocalEndPoint).Bounded());
            peeled.Add(server.PeelOff(await server.AcceptAsync()));
            Assert.Empty(server.AssociationIds);
        }
        Assert.Equal(before + 1 + (2 * Count), Descriptors.Sockets);

        for (var i = 0; i < Count; i++)
        {
            await clients[i].SendAsync(ids[i], 0, BitConverter.GetBytes(i)).Bounded();
        }
        for (var i = Count - 1; i >= 0; i--)
        {
            Assert.Equal(i, BitConverter.ToInt32((await peeled[i].ReadOneAsync()).Payload.ToArray()));
            Assert.Equal(clients[i].LocalEndPoint, peeled[i].RemoteEndPoint);
            Assert.Equal(server.LocalEndPoint, peeled[i].LocalEndPoint);
        }
        await EndAsync([server, .. peeled, .. clients]);
        Assert.Equal(before, Descriptors.Sockets);
    }

    [Fact]
    public async Task PeelOff_SocketDisposed_TheAssociationGoesOn()
    {
        var (server, serverId, client, clientId) = await PairAsync();
        var association = server.PeelOff(serverId);

        await server.DisposeAsync().Bounded();

        await client.SendAsync(clientId, 1, Bytes("out")).Bounded();
        Assert.Equal("out", (await association.ReadOneAsync()).Payload.Text());
        await association.SendAsync(1, Bytes("back")).Bounded();
        Assert.Equal("back", (await client.ReceiveMessageAsync()).Text());
        Assert.Throws<ObjectDisposedException>(() => server.PeelOff(serverId));
        await EndAsync(association, client);
    }

    [Fact]
    public async Task PeelOff_AssociationThatHasEnded_SaysThatItIsGone()
    {
        var (server, serverId, client, clientId) = await PairAsync();
        await client.ShutdownAsync(clientId).Bounded();
        await server.ReceiveChangeAsync(serverId, SctpAssociationChange.ShutdownComplete);

        var error = Assert.Throws<ArgumentException>(() => server.PeelOff(serverId));

        Assert.Contains($"no association {serverId}", error.Message, StringComparison.Ordinal);
        await EndAsync(server, client);
    }

    [Fact]
    public async Task PeeledOff_PeerConnectsAgain_ThereIsOneAssociationStill()
    {
        var (server, serverId, client, clientId) = await PairAsync();
        await using var association = server.PeelOff(serverId);

        var error = await Assert.ThrowsAsync<SctpException>(() => client.ConnectAsync(server.LocalEndPoint).Bounded());

        Assert.Contains($"already: {clientId}", error.Message, StringComparison.Ordinal);
        Assert.Empty(server.AssociationIds);
        await EndAsync(server, client, association);
    }
}
