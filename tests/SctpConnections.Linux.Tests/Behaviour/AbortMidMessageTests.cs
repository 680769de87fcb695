using SctpConnections.Linux.Tests.Support;
using SctpConnections.TestShared;

namespace SctpConnections.Linux.Tests.Behaviour;

/// <summary>A peer that aborts while a message of its is only half received.</summary>
public sealed class AbortMidMessageTests
{
    [Fact]
    public async Task Read_PeerAbortsInTheMiddleOfAMessage_GivesTheMessagesBeforeItAndThenTheAbort()
    {
        const int Size = 8 * 1024 * 1024;
        // One unread byte stops receiving, so the big message cannot get further than the kernel's buffer, an eighth of it.
        var (server, client) = await Kernel.PairAsync(
            o => (o.ReceiveLimit, o.MaxMessageSize) = (1, Size),
            o => (o.SendBufferSize, o.MaxMessageSize) = (2 * Size, Size));
        await client.SendAsync(0, new byte[10]).Bounded();
        await Timeouts.Until(() => server.UnreadBytes > 0, "the first message is there");
        await client.SendAsync(0, new byte[Size]).Bounded();

        client.Abort("in the middle");
        await server.Completion.Bounded();

        await using var messages = server.ReadMessagesAsync().GetAsyncEnumerator();
        Assert.True(await messages.MoveNextAsync().Bounded());
        Assert.Equal(10, messages.Current.Length);
        await Assert.ThrowsAsync<SctpAbortedException>(() => messages.MoveNextAsync().Bounded());
        Assert.Equal(SctpCloseKind.Abort, server.CloseReason!.Kind);
        Assert.Equal(SctpCloseSide.Peer, server.CloseReason.Side);
        await client.DisposeAsync().Bounded();
        await server.DisposeAsync().Bounded();
    }
}
