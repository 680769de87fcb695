using System.Buffers;
using Microsoft.AspNetCore.Connections;
using SctpConnections.Notifications;
using SctpConnections.TestShared;

namespace SctpConnections.Tests;

public sealed class CloseTests : IClassFixture<LeakCheck>
{
    private static readonly SctpCloseReason s_peerShutdown = new(SctpCloseKind.Shutdown, SctpCloseSide.Peer);

    private readonly ScriptedChannel _channel = new();

    [Fact]
    public async Task PeerAbort_Pending_EveryoneGetsCauseAndText()
    {
        await using var association = Scripted.Associate(_channel);
        var closed = WhenCancelled(association.Closed);
        var read = association.DefaultStream.Input.ReadAsync().AsTask();

        _channel.ReportAbort("out of memory", SctpErrorCause.OutOfResource);

        var error = await Assert.ThrowsAsync<SctpAbortedException>(() => read.Bounded());
        Assert.Equal(SctpErrorCause.OutOfResource, error.CauseCode);
        Assert.Equal("The association was aborted by the peer (out of resource): out of memory", error.Message);
        await Assert.ThrowsAsync<SctpAbortedException>(() => association.SendAsync(0, Scripted.Bytes("x")).Bounded());
        await Assert.ThrowsAsync<SctpAbortedException>(() => association.DefaultStream.Output.WriteAsync(Scripted.Bytes("x")).Bounded());
        await closed.Bounded();
        await association.Completion.Bounded();
        await association.ShutdownAsync().Bounded();
        Assert.Same(error.Reason, association.CloseReason);
        association.DefaultStream.Output.Complete(error);
    }

    [Fact]
    public async Task LocalAbort_Pending_SendsTheTextAndThrowsEverywhere()
    {
        await using var association = Scripted.Associate(_channel);
        var closed = WhenCancelled(association.Closed);
        var read = association.DefaultStream.Input.ReadAsync().AsTask();

        association.Abort("going down");

        Assert.Equal(["going down"], _channel.Aborts);
        var error = await Assert.ThrowsAsync<ConnectionAbortedException>(() => read.Bounded());
        Assert.Equal("The association was aborted by this side: going down", error.Message);
        await Assert.ThrowsAsync<ConnectionAbortedException>(() => association.SendAsync(0, Scripted.Bytes("x")).Bounded());
        await closed.Bounded();
        await association.Completion.Bounded();
        Assert.Equal(new SctpCloseReason(SctpCloseKind.Abort, SctpCloseSide.Local) { Text = "going down" }, association.CloseReason);
    }

    [Fact]
    public async Task Lost_PathsFail_ThrowsLost()
    {
        await using var association = Scripted.Associate(_channel);
        _channel.ReportClosed(new SctpCloseReason(SctpCloseKind.Lost, SctpCloseSide.Network));

        var error = await Assert.ThrowsAsync<SctpAbortedException>(() => association.DefaultStream.Input.ReadAsync().Bounded());

        Assert.Equal(SctpCloseKind.Lost, error.Reason.Kind);
        Assert.Null(error.CauseCode);
    }

    [Fact]
    public async Task PeerShutdownNotification_BeforeTheEnd_ReadsCompleteAndWritesFail()
    {
        await using var association = Scripted.Associate(_channel);
        _channel.FeedBatch("last");
        _channel.Notify(new SctpShutdownNotification());

        Assert.Equal("last", await association.DefaultStream.Input.ReadTextAsync());
        Assert.True((await association.DefaultStream.Input.ReadAsync().Bounded()).IsCompleted);
        var error = await Assert.ThrowsAsync<SctpException>(() => association.SendAsync(0, Scripted.Bytes("x")).Bounded());
        Assert.Contains("shut down by the peer", error.Message, StringComparison.Ordinal);
        Assert.True(association.Closed.IsCancellationRequested);
        Assert.False(association.Completion.IsCompleted);

        _channel.ReportClosed(new SctpCloseReason(SctpCloseKind.Shutdown, SctpCloseSide.Local));
        await association.Completion.Bounded();
        Assert.Equal(s_peerShutdown, association.CloseReason);
    }

    [Fact]
    public async Task ShutdownAsync_PeerStillSends_MessagesArriveUntilTheEnd()
    {
        _channel.CompletesShutdown = false;
        await using var association = Scripted.Associate(_channel);
        var shutdown = association.ShutdownAsync();
        Assert.Equal(1, _channel.Shutdowns);
        await Assert.ThrowsAsync<SctpException>(() => association.SendAsync(0, Scripted.Bytes("x")).Bounded());

        _channel.FeedBatch("late");
        Assert.Equal("late", await association.DefaultStream.Input.ReadTextAsync());
        Assert.False(shutdown.IsCompleted);
        _channel.ReportClosed(new SctpCloseReason(SctpCloseKind.Shutdown, SctpCloseSide.Peer));

        await shutdown.Bounded();
        Assert.True((await association.DefaultStream.Input.ReadAsync().Bounded()).IsCompleted);
        Assert.Equal(new SctpCloseReason(SctpCloseKind.Shutdown, SctpCloseSide.Local), association.CloseReason);
    }

    [Fact]
    public async Task ShutdownAsync_Cancelled_TheShutdownGoesOn()
    {
        _channel.CompletesShutdown = false;
        await using var association = Scripted.Associate(_channel);
        using var source = new CancellationTokenSource();
        var shutdown = association.ShutdownAsync(source.Token);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => shutdown.Bounded());

        var again = association.ShutdownAsync();
        Assert.Equal(1, _channel.Shutdowns);
        _channel.ReportClosed(s_peerShutdown);
        await again.Bounded();
    }

    [Fact]
    public async Task ShutdownAsync_SendsQueued_WaitsForThem()
    {
        _channel.Room = 0;
        await using var association = Scripted.Associate(_channel);
        await association.SendAsync(0, Scripted.Bytes("queued")).Bounded();
        var shutdown = association.ShutdownAsync();
        Assert.Equal(0, _channel.Shutdowns);

        _channel.Room = int.MaxValue;
        _channel.Sink.OnWritable();

        await shutdown.Bounded();
        Assert.Equal("queued", Assert.Single(_channel.Sent).Payload.Text());
        Assert.Equal(1, _channel.Shutdowns);
    }

    [Fact]
    public async Task ShutdownAsync_LastWaitingSendCancelled_GoesOn()
    {
        _channel.Room = 0;
        await using var association = Scripted.Associate(_channel);
        using var source = new CancellationTokenSource();
        var send = association.SendAsync(0, new byte[20_000], default, source.Token).AsTask();
        var shutdown = association.ShutdownAsync();
        Assert.False(shutdown.IsCompleted);

        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => send.Bounded());
        await shutdown.Bounded();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task CloseReason_SeveralReasons_TheFirstWins(bool peerFirst)
    {
        await using var association = Scripted.Associate(_channel);
        if (peerFirst)
        {
            _channel.ReportAbort("peer");
            association.Abort("local");
        }
        else
        {
            association.Abort("local");
            _channel.ReportAbort("peer");
        }
        _channel.ReportClosed(s_peerShutdown);

        Assert.Equal(peerFirst ? "peer" : "local", association.CloseReason!.Text);
        Assert.Equal(peerFirst ? SctpCloseSide.Peer : SctpCloseSide.Local, association.CloseReason.Side);
    }

    [Fact]
    public async Task DisposeAsync_QueuedSends_GoOutFirst()
    {
        _channel.Room = 0;
        var association = Scripted.Associate(_channel);
        await association.SendAsync(0, Scripted.Bytes("queued")).Bounded();
        var disposal = association.DisposeAsync();
        await Timeouts.Until(() => association.SendAsync(0, Scripted.Bytes("x")).AsTask().IsFaulted, "sending is over");
        Assert.False(disposal.IsCompleted);

        _channel.Room = int.MaxValue;
        _channel.Sink.OnWritable();

        await disposal.Bounded();
        Assert.Contains("queued", _channel.Sent.Select(sent => sent.Payload.Text()));
        Assert.Equal((1, 1), (_channel.Shutdowns, _channel.Closes));
        Assert.Empty(_channel.Aborts);
    }

    [Fact]
    public async Task DisposeAsync_Twice_ClosesOnce()
    {
        var association = Scripted.Associate(_channel);

        await Task.WhenAll(association.DisposeAsync().Bounded(), association.DisposeAsync().Bounded());
        await association.DisposeAsync().Bounded();

        Assert.Equal((1, 1), (_channel.Shutdowns, _channel.Closes));
    }

    [Fact]
    public async Task DisposeAsync_AfterPeerAbort_OnlyCloses()
    {
        var association = Scripted.Associate(_channel);
        _channel.ReportAbort();

        await association.DisposeAsync().Bounded();

        Assert.Equal((0, 1), (_channel.Shutdowns, _channel.Closes));
        Assert.Empty(_channel.Aborts);
    }

    [Fact]
    public async Task DisposeAsync_PeerNeverAnswers_AbortsAtTheTimeout()
    {
        _channel.CompletesShutdown = false;
        var clock = new TestClock();
        var association = Scripted.Associate(_channel, new SctpAssociationOptions { TimeProvider = clock, ShutdownTimeout = TimeSpan.FromSeconds(7) });
        var disposal = association.DisposeAsync().AsTask();
        Assert.Equal(TimeSpan.FromSeconds(7), await clock.WhenArmedAsync());

        clock.Advance(TimeSpan.FromSeconds(6.9));
        Assert.False(disposal.IsCompleted);
        Assert.Empty(_channel.Aborts);
        clock.Advance(TimeSpan.FromSeconds(0.2));
        await disposal.Bounded();

        Assert.Contains("took longer than 00:00:07", Assert.Single(_channel.Aborts), StringComparison.Ordinal);
        Assert.Equal((SctpCloseKind.Abort, SctpCloseSide.Local), (association.CloseReason!.Kind, association.CloseReason.Side));
        Assert.Equal(1, _channel.Closes);
    }

    [Fact]
    public async Task DisposeAsync_UnreadMessages_GivesTheirMemoryBack()
    {
        var leaks = new LeakCheck();
        var association = Scripted.Associate(_channel);
        for (var i = 0; i < 100; i++)
        {
            _channel.Feed(new byte[10_000], (ushort)(i % 7));
        }
        _channel.Feed(new byte[100], 1, isEnd: false);
        _channel.EndBatch();
        var reader = association.OpenStream(3).Input;
        Assert.True(reader.TryRead(out var result));
        reader.AdvanceTo(result.Buffer.End);

        await association.DisposeAsync().Bounded();

        Assert.True(leaks.Growth <= 0, $"{leaks.Growth} blocks are still lent");
    }

    [Fact]
    public async Task OnMessage_AfterDispose_KeepsNothing()
    {
        var leaks = new LeakCheck();
        var association = Scripted.Associate(_channel);
        await association.DisposeAsync().Bounded();

        _channel.FeedBatch("late");

        Assert.Equal(0, association.UnreadBytes);
        Assert.True(leaks.Growth <= 0, $"{leaks.Growth} blocks are still lent");
    }

    [Fact]
    public async Task Closed_AskedForAfterTheEnd_IsCancelled()
    {
        await using var association = Scripted.Associate(_channel);
        _channel.ReportAbort();

        Assert.True(association.Closed.IsCancellationRequested);
    }

    [Fact]
    public async Task Closed_Callback_DoesNotRunOnTheProvidersStack()
    {
        _channel.IsManual = true;
        var association = Scripted.Associate(_channel);
        var hasRun = false;
        association.Closed.Register(() => hasRun = true);

        _channel.ReportAbort();
        Assert.False(hasRun);
        _channel.RunScheduled();

        Assert.True(hasRun);
        await association.DisposeAsync().Bounded();
    }

    [Fact]
    public async Task Contexts_Abort_GivesTheReasonToThePeerAndTheSameErrorToTheReader()
    {
        var association = Scripted.Associate(_channel);
        await using var context = new SctpConnectionContext(association);
        var read = context.Transport.Input.ReadAsync().AsTask();
        var reason = new ConnectionAbortedException("the server is full");

        context.Abort(reason);

        Assert.Equal(["the server is full"], _channel.Aborts);
        Assert.Same(reason, await Assert.ThrowsAsync<ConnectionAbortedException>(() => read.Bounded()));
    }

    [Fact]
    public async Task StreamContext_Dispose_LeavesTheAssociationAlone()
    {
        await using var association = Scripted.Associate(_channel);
        var context = association.OpenStream(3).CreateContext();
        _channel.Feed("unread", 3);
        _channel.EndBatch();
        Assert.True(context.Transport.Input.TryRead(out var result));
        context.Transport.Input.AdvanceTo(result.Buffer.Start);
        context.Transport.Output.Write("unflushed"u8);

        await context.DisposeAsync().Bounded();
        await context.DisposeAsync().Bounded();

        Assert.Null(association.CloseReason);
        Assert.Equal(0, association.UnreadBytes);
        Assert.Empty(_channel.Sent);
    }

    private static Task WhenCancelled(CancellationToken token)
    {
        var source = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        token.Register(source.SetResult);
        return source.Task;
    }
}
