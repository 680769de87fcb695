using System.Buffers;
using SctpConnections.Linux.Tests.Support;
using SctpConnections.TestShared;

namespace SctpConnections.Linux.Tests.FunctionalRows;

/// <summary>
/// lksctp 1_to_1_accept_close. EBADF and ENOTSOCK become use after dispose: it throws, ends or answers null, and never meets another
/// socket. EFAULT and EINVAL (not listening, an established socket) are impossible by types: a listener accepts, an association does
/// not. Accepting after the end of a listener, and disposing twice: ListenerContract, ShutdownContract.
/// </summary>
public sealed class OneToOneAcceptCloseRow
{
    [Fact]
    public async Task Accept_ShutDownBeforeItWasAccepted_GivesItsMessagesAndThenTheEnd()
    {
        await using var listener = await Kernel.ListenAsync();
        var client = await Kernel.ConnectAsync(listener.EndPoint);
        await client.SendAsync(3, "left behind"u8.ToArray()).Bounded();
        await client.DisposeAsync().Bounded();
        Assert.Equal(SctpCloseKind.Shutdown, client.CloseReason!.Kind);

        var server = await listener.AcceptAssociationAsync();

        var messages = await server.ReadToEndAsync();
        Assert.Equal("left behind", Assert.Single(messages).Payload.Text());
        await server.Completion.Bounded();
        Assert.Equal((SctpCloseKind.Shutdown, SctpCloseSide.Peer), (server.CloseReason!.Kind, server.CloseReason.Side));
        await server.DisposeAsync().Bounded();
    }

    [Fact]
    public async Task Accept_AbortedBeforeItWasAccepted_GivesItsMessagesAndThenTheAbort()
    {
        await using var listener = await Kernel.ListenAsync();
        var client = await Kernel.ConnectAsync(listener.EndPoint, o => o.NotifySenderDry = true);
        await client.SendAsync(3, "left behind"u8.ToArray()).Bounded();
        await client.NotificationAsync<Notifications.SctpSenderDryNotification>();
        client.Abort();

        var server = await listener.AcceptAssociationAsync();

        Assert.Equal("left behind", (await server.ReadOneAsync()).Payload.Text());
        await Assert.ThrowsAsync<SctpAbortedException>(() => server.ReadOneAsync());
        await Exchange.EndAsync(client, server);
    }

    [Fact]
    public async Task Dispose_ThenEveryMember_AnswersOrThrowsAndHarmsNoOther()
    {
        var (server, client) = await Kernel.PairAsync();
        var (local, remote) = (client.LocalEndPoint, client.RemoteEndPoint);
        await Exchange.EndAsync(client, server);
        // Takes over the numbers of the two descriptors.
        var (otherServer, otherClient) = await Kernel.PairAsync();

        await Assert.ThrowsAsync<SctpException>(() => client.SendAsync(0, new byte[1]).Bounded());
        await Assert.ThrowsAsync<SctpException>(() => client.DefaultStream.Output.WriteAsync(new byte[1]).Bounded());
        Assert.Empty(await client.ReadToEndAsync());
        await client.ShutdownAsync().Bounded();
        await client.DisposeAsync().Bounded();
        client.Abort("too late");
        await foreach (var _ in client.ReadNotificationsAsync())
        {
            // What came before the end is kept for its reader.
        }
        Assert.Null(client.Socket);
        Assert.Equal((local, remote), (client.LocalEndPoint, client.RemoteEndPoint));
        Assert.Equal(SctpCloseKind.Shutdown, client.CloseReason!.Kind);

        await Exchange.RoundTripAsync(otherClient, otherServer);
        await Exchange.EndAsync(otherClient, otherServer);
    }

    [Fact]
    public async Task Accept_ListenerDisposedWithAnAssociationWaiting_ThePeerIsAborted()
    {
        var listener = await Kernel.ListenAsync();
        var client = await Kernel.ConnectAsync(listener.EndPoint);

        await listener.DisposeAsync().Bounded();

        // Nobody took it, so nobody may believe that what it sent was read.
        await client.Completion.Bounded();
        Assert.Equal((SctpCloseKind.Abort, SctpCloseSide.Peer), (client.CloseReason!.Kind, client.CloseReason.Side));
        Assert.Null(await listener.AcceptAsync().Bounded());
        await client.DisposeAsync().Bounded();
    }
}
