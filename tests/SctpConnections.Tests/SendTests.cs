using System.Buffers;
using Microsoft.AspNetCore.Connections;
using SctpConnections.TestShared;

namespace SctpConnections.Tests;

public sealed class SendTests : IClassFixture<LeakCheck>, IAsyncDisposable
{
    private readonly ScriptedChannel _channel = new() { Outbound = 4 };
    private readonly SctpAssociation _association;

    public SendTests() => _association = Scripted.Associate(_channel, new SctpAssociationOptions { MaxMessageSize = 100_000, SendQueueLimit = 1000 });

    private static readonly byte[] s_large = Payloads.Create(20_000, 1);

    public async ValueTask DisposeAsync()
    {
        _association.Abort("test over");
        _channel.RunScheduled();
        _channel.IsManual = false;
        await _association.DisposeAsync().Bounded();
    }

    private IEnumerable<string> Sent => _channel.Sent.Select(sent => sent.Payload.Text());

    private Task Send(string text, CancellationToken cancellationToken = default)
        => _association.SendAsync(0, Scripted.Bytes(text), default, cancellationToken).AsTask();

    [Fact]
    public async Task SendAsync_Message_ArrivesWithStreamOptionsAndBytes()
    {
        var options = new SctpSendOptions { PayloadProtocolIdentifier = 46, IsUnordered = true, SackImmediately = true, Context = 9 };

        await _association.SendAsync(3, Scripted.Bytes("x"), options).Bounded();

        var sent = Assert.Single(_channel.Sent);
        Assert.Equal((3, options, "x"), (sent.StreamId, sent.Options, sent.Payload.Text()));
    }

    [Fact]
    public async Task SendAsync_EmptyPayload_Throws()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => _association.SendAsync(0, ReadOnlyMemory<byte>.Empty).Bounded());
        Assert.Empty(_channel.Sent);
    }

    [Fact]
    public async Task SendAsync_OverTheLimit_ThrowsAndTheAssociationGoesOn()
    {
        var error = await Assert.ThrowsAsync<SctpMessageTooLongException>(() => _association.SendAsync(0, new byte[100_001]).Bounded());
        Assert.Equal((100_001, 100_000), (error.Length, error.Limit));

        await Send("next").Bounded();

        Assert.Equal(["next"], Sent);
    }

    [Fact]
    public void MaxSendMessageSize_ChannelTakesLess_IsTheChannels()
    {
        var association = Scripted.Associate(new ScriptedChannel { MaxMessage = 1234 });

        Assert.Equal(1234, association.MaxSendMessageSize);
    }

    [Fact]
    public async Task SendAsync_StreamOutOfRange_ThrowsAndNamesTheRange()
    {
        var error = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => _association.SendAsync(4, Scripted.Bytes("x")).Bounded());

        Assert.Contains("streams 0 to 3", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SendAsync_TokenAlreadyCancelled_SendsNothing()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Send("x", new CancellationToken(true)).Bounded());

        Assert.Empty(_channel.Sent);
    }

    [Fact]
    public async Task SendAsync_LoneMessage_GoesOutOnTheCallersThread()
    {
        var send = Send("lone");

        Assert.True(send.IsCompletedSuccessfully);
        Assert.Equal(["lone"], Sent);
        Assert.Equal(Environment.CurrentManagedThreadId, _channel.SendThread);
        await send;
    }

    [Fact]
    public void SendAsync_OneWayFlow_IsBatched()
    {
        _channel.IsManual = true;
        for (var i = 0; i < 100; i++)
        {
            Assert.True(Send($"{i}").IsCompletedSuccessfully);
        }
        _channel.RunScheduled();

        Assert.Equal(Enumerable.Range(0, 100).Select(i => $"{i}"), Sent);
        Assert.Equal([1, 64, 35], _channel.Batches);
    }

    [Fact]
    public void SendAsync_SlowFlow_GoesDirectAfterALoneBatch()
    {
        _channel.IsManual = true;
        for (var i = 0; i < 10; i++)
        {
            Assert.True(Send($"{i}").IsCompletedSuccessfully);
            _channel.RunScheduled();
        }

        Assert.Equal(Enumerable.Range(0, 10).Select(i => $"{i}"), Sent);
        Assert.Equal(0, _channel.ScheduledCount);
    }

    [Fact]
    public async Task SendAsync_AnswersToABatch_GoOutInOneCall()
    {
        _channel.IsManual = true;
        var echo = EchoAsync();
        _channel.RunScheduled();

        _channel.FeedBatch([.. Enumerable.Range(0, 50).Select(i => $"{i}")]);

        Assert.Equal([50], _channel.Batches);
        Assert.Equal(Enumerable.Range(0, 50).Select(i => $"{i}"), Sent);
        _channel.ReportClosed(new SctpCloseReason(SctpCloseKind.Shutdown, SctpCloseSide.Peer));
        _channel.RunScheduled();
        await echo.Bounded();
    }

    [Fact]
    public async Task SendAsync_AnswerToALoneRequest_GoesOutDirectly()
    {
        _channel.IsManual = true;
        var echo = EchoAsync();
        for (var i = 0; i < 5; i++)
        {
            _channel.FeedBatch($"{i}");
            Assert.Equal(i + 1, _channel.Sent.Count);
        }
        Assert.Equal(0, _channel.ScheduledCount);
        _channel.ReportClosed(new SctpCloseReason(SctpCloseKind.Shutdown, SctpCloseSide.Peer));
        _channel.RunScheduled();
        await echo.Bounded();
    }

    [Fact]
    public async Task SendAsync_NoRoom_GoesOutWhenWritable()
    {
        _channel.Room = 0;
        var large = _association.SendAsync(0, s_large).AsTask();
        var small = Send("small");
        Assert.False(large.IsCompleted);
        Assert.True(small.IsCompleted);
        Assert.Empty(_channel.Sent);

        _channel.Room = int.MaxValue;
        _channel.Sink.OnWritable();

        await Task.WhenAll(large, small).Bounded();
        Assert.Equal([s_large.Length, 5], _channel.Sent.Select(sent => sent.Payload.Length));
    }

    [Fact]
    public async Task SendAsync_WritableComesDuringTheCall_IsNotLost()
    {
        _channel.Room = 0;
        _channel.Sending = () =>
        {
            _channel.Sending = null;
            _channel.Room = int.MaxValue;
            _channel.Sink.OnWritable();
        };

        await _association.SendAsync(0, s_large).Bounded();

        Assert.Single(_channel.Sent);
    }

    [Fact]
    public async Task OnWritable_ComesDuringADrain_IsNotLost()
    {
        _channel.Room = 0;
        var send = _association.SendAsync(0, s_large).AsTask();
        _channel.Sending = () =>
        {
            _channel.Sending = null;
            _channel.Room = int.MaxValue;
            _channel.Sink.OnWritable();
        };

        _channel.Sink.OnWritable();

        await send.Bounded();
        Assert.Single(_channel.Sent);
    }

    [Fact]
    public void SendAsync_QueueFull_WaitsAndStaysBounded()
    {
        _channel.Room = 0;
        var sends = Enumerable.Range(0, 40).Select(_ => _association.SendAsync(0, new byte[100]).AsTask()).ToList();

        Assert.Equal(10, sends.Count(send => send.IsCompleted));
        Assert.Equal(1000, _association.QueuedSendBytes);
    }

    [Fact]
    public async Task SendAsync_QueueFullThenRoom_KeepsTheOrder()
    {
        _channel.Room = 0;
        var sends = Enumerable.Range(0, 200).Select(i => Send($"{i,100}")).ToList();

        while (_channel.Sent.Count < 200)
        {
            _channel.Room = 7;
            _channel.Sink.OnWritable();
        }

        await Task.WhenAll(sends).Bounded();
        Assert.Equal(Enumerable.Range(0, 200).Select(i => $"{i,100}"), Sent);
        Assert.Equal(0, _association.QueuedSendBytes);
    }

    [Fact]
    public async Task SendAsync_CancelledWhileWaiting_DidNotHappen()
    {
        using var source = new CancellationTokenSource();
        _channel.Room = 0;
        var first = _association.SendAsync(0, s_large).AsTask();
        var cancelled = _association.SendAsync(0, s_large, default, source.Token).AsTask();
        var last = Send("last");

        await source.CancelAsync();
        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled.Bounded());
        Assert.Equal(source.Token, error.CancellationToken);
        _channel.Room = int.MaxValue;
        _channel.Sink.OnWritable();
        await Task.WhenAll(first, last).Bounded();

        Assert.Equal([s_large.Length, 4], _channel.Sent.Select(sent => sent.Payload.Length));
    }

    [Fact]
    public async Task SendAsync_CancelledWhileInFlightAndTaken_Succeeds()
    {
        using var source = new CancellationTokenSource();
        _channel.Room = 0;
        var send = _association.SendAsync(0, s_large, default, source.Token).AsTask();
        _channel.Sending = source.Cancel;
        _channel.Room = 1;

        _channel.Sink.OnWritable();

        await send.Bounded();
        Assert.Single(_channel.Sent);
    }

    [Fact]
    public async Task SendAsync_CancelledWhileInFlightAndNotTaken_DidNotHappen()
    {
        using var source = new CancellationTokenSource();
        _channel.Room = 0;
        var send = _association.SendAsync(0, s_large, default, source.Token).AsTask();
        _channel.Sending = source.Cancel;

        _channel.Sink.OnWritable();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => send.Bounded());

        _channel.Sending = null;
        _channel.Room = int.MaxValue;
        _channel.Sink.OnWritable();
        await Send("next").Bounded();
        await Timeouts.Until(() => _channel.TotalSent > 0, "the next one is sent");
        Assert.Equal(["next"], Sent);
    }

    [Fact]
    public async Task SendAsync_ManyThreads_KeepsEachThreadsOrder()
    {
        const int Threads = 4, Messages = 5000;
        await Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Run(async () =>
        {
            for (var i = 0; i < Messages; i++)
            {
                await _association.SendAsync((ushort)thread, BitConverter.GetBytes(i));
            }
        }))).Bounded();
        await Timeouts.Until(() => _channel.TotalSent == Threads * Messages, "all are sent");

        for (var thread = 0; thread < Threads; thread++)
        {
            Assert.Equal(Enumerable.Range(0, Messages), _channel.Sent.Where(s => s.StreamId == thread).Select(s => BitConverter.ToInt32(s.Payload)));
        }
    }

    [Fact]
    public async Task SendAsync_PayloadReusedAfterCompletion_SendsWhatWasGiven()
    {
        _channel.Room = 0;
        var payload = "abc"u8.ToArray();
        await _association.SendAsync(0, payload).Bounded();
        payload.AsSpan().Fill((byte)'z');

        _channel.Room = int.MaxValue;
        _channel.Sink.OnWritable();

        Assert.Equal(["abc"], Sent);
    }

    [Fact]
    public async Task SendAsync_PayloadInPieces_IsOneMessage()
    {
        var first = new Piece("ab"u8.ToArray());
        var last = first.Append("cd"u8.ToArray());

        await _association.SendAsync(0, new ReadOnlySequence<byte>(first, 0, last, 2)).Bounded();

        Assert.Equal(["abcd"], Sent);
    }

    [Fact]
    public async Task SendAsync_WaitingWhenThisSideAborts_Throws()
    {
        _channel.Room = 0;
        var send = _association.SendAsync(0, s_large).AsTask();

        _association.Abort("no more");

        var error = await Assert.ThrowsAsync<ConnectionAbortedException>(() => send.Bounded());
        Assert.Contains("no more", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ConnectionAbortedException>(() => Send("late").Bounded());
        Assert.Equal(0, _association.QueuedSendBytes);
    }

    [Fact]
    public async Task SendAsync_AssociationEndsWithinTheCall_FailsThoseThatQueuedBehind()
    {
        _channel.Room = 0;
        Task? behind = null;
        _channel.Sending = () =>
        {
            _channel.Sending = null;
            behind = _association.SendAsync(0, s_large).AsTask();
            _channel.ReportAbort("gone");
        };

        await Assert.ThrowsAsync<SctpAbortedException>(() => _association.SendAsync(0, s_large).Bounded());

        await Assert.ThrowsAsync<SctpAbortedException>(() => behind!.Bounded());
    }

    [Fact]
    public async Task SendAsync_ChannelClosed_WaitsForTheReason()
    {
        _channel.IsSendClosed = true;
        var send = _association.SendAsync(0, s_large).AsTask();
        Assert.False(send.IsCompleted);

        _channel.ReportAbort("why");

        var error = await Assert.ThrowsAsync<SctpAbortedException>(() => send.Bounded());
        Assert.Equal("why", error.Reason.Text);
    }

    [Fact]
    public async Task SendAsync_AfterDispose_Throws()
    {
        await _association.DisposeAsync().Bounded();

        await Assert.ThrowsAsync<SctpException>(() => Send("late").Bounded());
    }

    [Fact]
    public async Task End_BytesQueued_GivesTheirMemoryBack()
    {
        var leaks = new LeakCheck();
        _channel.Room = 0;
        await Send("queued").Bounded();
        Assert.Equal(6, _association.QueuedSendBytes);

        _channel.ReportAbort();

        Assert.Equal(0, _association.QueuedSendBytes);
        Assert.True(leaks.Growth <= 0, $"{leaks.Growth} blocks are still lent");
    }

    private async Task EchoAsync()
    {
        await foreach (var message in _association.ReadMessagesAsync())
        {
            await _association.SendAsync(message.StreamId, message.Payload, message.ToSendOptions());
        }
    }

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public Piece(ReadOnlyMemory<byte> memory) => Memory = memory;

        public Piece Append(ReadOnlyMemory<byte> memory)
        {
            var next = new Piece(memory) { RunningIndex = RunningIndex + Memory.Length };
            Next = next;
            return next;
        }
    }
}
