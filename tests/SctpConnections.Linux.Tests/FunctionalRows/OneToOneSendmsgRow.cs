using System.Buffers;
using SctpConnections.Linux.Tests.Support;
using SctpConnections.TestShared;

namespace SctpConnections.Linux.Tests.FunctionalRows;

/// <summary>
/// lksctp 1_to_1_sendmsg. EINVAL for a bad iovec becomes a message of no bytes (OneToOneSendRow) or of too many, bad sinfo flags are
/// impossible by types. MSG_EOF and MSG_ABORT are ShutdownAsync and Abort behind a send. Sending from a socket that is not connected
/// is impossible: what is connected was connected. SHUT_RD has no like in SCTP; a side that reads nothing is the nearest.
/// </summary>
public sealed class OneToOneSendmsgRow
{
    [Fact]
    public async Task SendAsync_ThenShutdown_ThePeerGetsTheMessageAndThenTheEnd()
    {
        var (server, client) = await Kernel.PairAsync();

        await client.SendAsync(1, "the last"u8.ToArray()).Bounded();
        var shutdown = client.ShutdownAsync();

        Assert.Equal("the last", Assert.Single(await server.ReadToEndAsync()).Payload.Text());
        await shutdown.Bounded();
        Assert.Equal((SctpCloseKind.Shutdown, SctpCloseSide.Peer), (server.CloseReason!.Kind, server.CloseReason.Side));
        await Exchange.EndAsync(client, server);
    }

    [Fact]
    public async Task SendAsync_ThenAbort_ThePeerIsToldWhoAborted()
    {
        var (server, client) = await Kernel.PairAsync();

        await client.SendAsync(1, "perhaps"u8.ToArray()).Bounded();
        client.Abort("enough");

        var error = await Assert.ThrowsAsync<SctpAbortedException>(() => server.ReadToEndAsync());
        Assert.Equal(SctpErrorCause.UserInitiatedAbort, error.CauseCode);
        Assert.Equal((SctpCloseKind.Abort, SctpCloseSide.Peer), (server.CloseReason!.Kind, server.CloseReason.Side));
        Assert.Equal("enough", client.CloseReason!.Text);
        await Exchange.EndAsync(client, server);
    }

    [Theory]
    [InlineData(1024 * 1024, 200_000)]
    [InlineData(50_000, 1024 * 1024)]
    public async Task SendAsync_AtTheLimitAndOneOver_TheLimitIsExact(int maxMessageSize, int sendBufferSize)
    {
        var (server, client) = await Kernel.PairAsync(client: o => (o.MaxMessageSize, o.SendBufferSize) = (maxMessageSize, sendBufferSize));
        var limit = client.MaxSendMessageSize;
        var payload = Payloads.Create(limit, 1);

        var error = await Assert.ThrowsAsync<SctpMessageTooLongException>(() => client.SendAsync(0, new byte[limit + 1]).Bounded());
        await client.SendAsync(0, payload).Bounded();

        Assert.Equal((limit + 1, limit), (error.Length, error.Limit));
        Assert.Contains(nameof(SctpAssociationOptions.SendBufferSize), error.Message, StringComparison.Ordinal);
        Assert.True((await server.ReadOneAsync()).Payload.ToArray().AsSpan().SequenceEqual(payload));
        await Exchange.EndAsync(client, server);
    }

    [Fact]
    public async Task SendAsync_SideThatReadsNothing_StillSendsAndEndsWell()
    {
        var (server, client) = await Kernel.PairAsync();
        await server.SendAsync(0, new byte[10_000]).Bounded();
        await Timeouts.Until(() => client.UnreadBytes > 0, "a message waits at the client");

        await client.SendAsync(0, "sent beside it"u8.ToArray()).Bounded();
        Assert.Equal("sent beside it", (await server.ReadOneAsync()).Payload.Text());

        // The kernel would abort for the unread message; ending gracefully must not.
        await Exchange.EndAsync(client, server);
        Assert.Equal(SctpCloseKind.Shutdown, client.CloseReason!.Kind);
        Assert.Equal(SctpCloseKind.Shutdown, server.CloseReason!.Kind);
    }
}
