using System.Net.Sockets;
using SctpConnections.Linux.Tests.Support;
using SctpConnections.TestShared;
using static SctpConnections.Linux.Tests.Support.ManySocket;

namespace SctpConnections.Linux.Tests.FunctionalRows;

/// <summary>
/// lksctp connect, one-to-many: associations are set up beside each other, and none twice. That connecting does not block is what a
/// task is. Refusal, silence and cancelling: OneToManyLifeTests.
/// </summary>
public sealed class ConnectRow
{
    [Fact]
    public async Task Connect_ManyPeersAtOnce_EachGetsItsIdAndARefusalHarmsNone()
    {
        const int Count = 8;
        await using var client = Open();
        var servers = Enumerable.Range(0, Count).Select(_ => Open()).ToArray();
        await using var deaf = Open(o => o.IsListening = false);

        var refused = client.ConnectAsync(deaf.LocalEndPoint).AsTask();
        var ids = await Task.WhenAll(servers.Select(server => client.ConnectAsync(server.LocalEndPoint).AsTask())).Bounded();

        Assert.Equal(SocketError.ConnectionRefused, (await Assert.ThrowsAsync<SocketException>(() => refused.Bounded())).SocketErrorCode);
        Assert.Equal(Count, ids.Distinct().Count());
        Assert.Equal(ids.Order(), client.AssociationIds.Order());
        for (var i = 0; i < Count; i++)
        {
            Assert.Equal(servers[i].LocalEndPoint, client.GetPeerAddresses(ids[i]));
            await client.SendAsync(ids[i], 0, BitConverter.GetBytes(i)).Bounded();
            Assert.Equal(i, BitConverter.ToInt32((await servers[i].ReceiveMessageAsync()).Payload.Span));
        }
        await EndAsync([client, .. servers]);
    }

    [Fact]
    public async Task Connect_FromTheOtherSide_SaysThatThereIsOne()
    {
        var (server, serverId, client, _) = await PairAsync();

        var error = await Assert.ThrowsAsync<SctpException>(() => server.ConnectAsync(client.LocalEndPoint).Bounded());

        Assert.Contains($"{client.LocalEndPoint} already: {serverId}", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, server.AssociationCount);
        await EndAsync(server, client);
    }

    [Fact]
    public async Task Connect_WhileItIsBeingSetUp_SaysThatThereIsOneAndTheFirstGoesOn()
    {
        await using var network = await DummyInterface.AddAsync("silent", "10.9.0.1/24");
        await using var client = Open(endPoint: SctpEndPoint.Any(0));
        var silent = SctpEndPoint.Parse("sctp/10.9.0.2:5000");
        using var source = new CancellationTokenSource();
        var first = client.ConnectAsync(silent, source.Token).AsTask();
        var id = Assert.Single(client.AssociationIds);

        var error = await Assert.ThrowsAsync<SctpException>(() => client.ConnectAsync(silent).Bounded());
        var peel = Assert.Throws<SctpException>(() => client.PeelOff(id));

        Assert.Contains($"already: {id}", error.Message, StringComparison.Ordinal);
        Assert.Contains("before it is up", peel.Message, StringComparison.Ordinal);
        Assert.False(first.IsCompleted);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first.Bounded());
        Assert.Empty(client.AssociationIds);
    }

    [Fact]
    public async Task Connect_ToThePeerOfAPeeledOffAssociation_IsRefusedUntilThatHasEnded()
    {
        var (server, _, client, clientId) = await PairAsync();
        var peeled = client.PeelOff(clientId);

        // Two ports can have one association only.
        var connect = await Assert.ThrowsAsync<SocketException>(() => client.ConnectAsync(server.LocalEndPoint).Bounded());
        var send = await Assert.ThrowsAsync<SocketException>(() => client.SendAsync(server.LocalEndPoint, 0, new byte[1]).Bounded());

        foreach (var error in (SocketException[])[connect, send])
        {
            Assert.Equal(SocketError.AddressNotAvailable, error.SocketErrorCode);
            Assert.Contains(server.LocalEndPoint.ToString(), error.Message, StringComparison.Ordinal);
        }
        await peeled.DisposeAsync().Bounded();
        await client.ConnectAsync(server.LocalEndPoint).Bounded();
        await EndAsync(server, client);
    }
}
