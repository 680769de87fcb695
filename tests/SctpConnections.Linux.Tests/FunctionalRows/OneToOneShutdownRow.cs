using SctpConnections.Linux.Tests.Support;
using SctpConnections.TestShared;

namespace SctpConnections.Linux.Tests.FunctionalRows;

/// <summary>
/// lksctp 1_to_1_shutdown. SHUT_WR is ShutdownAsync: data on its way still arrives (OneToOneRecvfromRow). SHUT_RDWR is DisposeAsync,
/// SHUT_RD alone does not exist in SCTP. ENOTSOCK, a bad `how` and an unconnected socket are impossible by types; the nearest are a
/// shutdown of what has ended, and an association that nobody used.
/// </summary>
public sealed class OneToOneShutdownRow
{
    [Fact]
    public async Task ShutdownAsync_Twice_BothEndWithTheAssociation()
    {
        var (server, client) = await Kernel.PairAsync();

        await Task.WhenAll(client.ShutdownAsync(), client.ShutdownAsync()).Bounded();
        await client.ShutdownAsync().Bounded();

        Assert.Equal((SctpCloseKind.Shutdown, SctpCloseSide.Local), (client.CloseReason!.Kind, client.CloseReason.Side));
        await Exchange.EndAsync(client, server);
    }

    [Fact]
    public async Task ShutdownAsync_AfterThePeersAbort_EndsAndTheAbortStaysTheReason()
    {
        var (server, client) = await Kernel.PairAsync();
        server.Abort();
        await client.Completion.Bounded();

        await client.ShutdownAsync().Bounded();

        Assert.Equal((SctpCloseKind.Abort, SctpCloseSide.Peer), (client.CloseReason!.Kind, client.CloseReason.Side));
        await Exchange.EndAsync(client, server);
    }

    [Fact]
    public async Task DisposeAsync_NobodyUsedIt_BothSeeAShutdown()
    {
        var (server, client) = await Kernel.PairAsync();

        await client.DisposeAsync().Bounded();
        await server.Completion.Bounded();

        Assert.Equal((SctpCloseKind.Shutdown, SctpCloseSide.Local), (client.CloseReason!.Kind, client.CloseReason.Side));
        Assert.Equal((SctpCloseKind.Shutdown, SctpCloseSide.Peer), (server.CloseReason!.Kind, server.CloseReason.Side));
        await server.DisposeAsync().Bounded();
    }

    [Fact]
    public async Task DisposeAsync_UnreadMessages_IsAShutdownForThePeerAndNoAbort()
    {
        var (server, client) = await Kernel.PairAsync();
        for (var i = 0; i < 20; i++)
        {
            await client.SendAsync(0, new byte[1000]).Bounded();
        }
        await Timeouts.Until(() => server.UnreadBytes == 20 * (1000 + 96), "all wait unread");

        await server.DisposeAsync().Bounded();

        Assert.Empty(await client.ReadToEndAsync());
        await client.Completion.Bounded();
        Assert.Equal((SctpCloseKind.Shutdown, SctpCloseSide.Peer), (client.CloseReason!.Kind, client.CloseReason.Side));
        await client.DisposeAsync().Bounded();
    }
}
