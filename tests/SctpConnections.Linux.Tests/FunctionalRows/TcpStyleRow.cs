using System.Buffers;
using SctpConnections.Linux.Tests.Support;
using SctpConnections.TestShared;

namespace SctpConnections.Linux.Tests.FunctionalRows;

/// <summary>
/// lksctp tcp_style: a listener and its associations. The backlog is in OneToOneConnectRow; EISCONN, and sending or receiving on a
/// listener, are impossible by types. What remains is that there is no half-open association, and peers that set one up by sending.
/// </summary>
public sealed class TcpStyleRow
{
    [Fact]
    public async Task Listener_SeveralClients_EachTalksToItsOwnAndTheEndOfOneIsItsOwn()
    {
        await using var listener = await Kernel.ListenAsync();
        var pairs = new List<(SctpAssociation Server, SctpAssociation Client)>();
        for (var i = 0; i < 4; i++)
        {
            var accept = listener.AcceptAssociationAsync();
            var client = await Kernel.ConnectAsync(listener.EndPoint);
            pairs.Add((await accept, client));
        }

        while (pairs.Count > 0)
        {
            foreach (var (server, client) in pairs)
            {
                Assert.Equal(client.LocalEndPoint.Port, server.RemoteEndPoint.Port);
                await Exchange.RoundTripAsync(client, server);
            }
            var gone = pairs[pairs.Count / 2];
            pairs.RemoveAt(pairs.Count / 2);
            if (pairs.Count % 2 == 0)
            {
                gone.Server.Abort("over");
                Assert.Equal("over", (await Assert.ThrowsAsync<SctpAbortedException>(() => gone.Client.ReadOneAsync())).Reason.Text);
            }
            await Exchange.EndAsync(gone.Server, gone.Client);
        }
        var again = listener.AcceptAssociationAsync();
        var last = await Kernel.ConnectAsync(listener.EndPoint);
        await Exchange.RoundTripAsync(last, await again);
        await Exchange.EndAsync(last, await again);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ShutdownAsync_EitherSide_NeitherSendsAnyMoreAndBothReadWhatWasSent(bool byServer)
    {
        var (server, client) = await Kernel.PairAsync();
        var (active, passive) = byServer ? (server, client) : (client, server);
        await passive.SendAsync(1, "of the passive side"u8.ToArray()).Bounded();
        await active.SendAsync(1, "of the active side"u8.ToArray()).Bounded();

        var over = active.ShutdownAsync();

        await Assert.ThrowsAsync<SctpException>(() => active.SendAsync(1, new byte[1]).Bounded());
        Assert.Equal("of the active side", Assert.Single(await passive.ReadToEndAsync()).Payload.Text());
        await Assert.ThrowsAsync<SctpException>(() => passive.SendAsync(1, new byte[1]).Bounded());
        Assert.Equal("of the passive side", Assert.Single(await active.ReadToEndAsync()).Payload.Text());
        await over.Bounded();
        await Assert.ThrowsAsync<SctpException>(() => active.SendAsync(1, new byte[1]).Bounded());
        Assert.Empty(await passive.ReadToEndAsync());
        Assert.All([server, client], end => Assert.Equal(SctpCloseKind.Shutdown, end.CloseReason?.Kind));
        await Exchange.EndAsync(server, client);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Accept_PeerSetUpByItsFirstMessage_GetsItAnswersAndSeesTheEnd(bool isAbort)
    {
        await using var listener = await Kernel.ListenAsync();
        var accept = listener.AcceptAssociationAsync();
        await using var peer = ManySocket.Open();

        var id = await peer.SendAsync((SctpEndPoint)listener.EndPoint, 3, ManySocket.Bytes("first")).Bounded();
        var server = await accept;

        var first = await server.ReadOneAsync();
        Assert.Equal((3, "first"), (first.StreamId, first.Payload.Text()));
        await server.SendAsync(4, ManySocket.Bytes("answer")).Bounded();
        Assert.Equal((id, "answer"), (await peer.ReceiveMessageAsync()) is var answer ? (answer.AssociationId, answer.Text()) : default);
        if (isAbort)
        {
            peer.Abort(id, "said the peer");
            Assert.Equal("said the peer", (await Assert.ThrowsAsync<SctpAbortedException>(() => server.ReadOneAsync())).Reason.Text);
        }
        else
        {
            var over = peer.ShutdownAsync(id);
            Assert.Empty(await server.ReadToEndAsync());
            await over.Bounded();
        }
        await server.DisposeAsync().Bounded();
    }
}
