using System.Buffers;
using System.IO.Pipelines;
using SctpConnections.TestShared;

namespace SctpConnections.Tests;

public sealed class StreamWriterTests : IClassFixture<LeakCheck>, IAsyncDisposable
{
    private readonly ScriptedChannel _channel = new();
    private readonly SctpAssociation _association;

    public StreamWriterTests() => _association = Scripted.Associate(_channel, new SctpAssociationOptions { MaxMessageSize = 100_000 });

    private SctpStreamWriter Writer => _association.DefaultStream.Output;

    public async ValueTask DisposeAsync()
    {
        _association.Abort("test over");
        await _association.DisposeAsync().Bounded();
        if (!_hasPending)
        {
            Writer.Complete();
        }
    }

    private bool _hasPending;

    private void Write(string text) => Writer.Write(Scripted.Bytes(text).Span);

    private IEnumerable<string> Sent => _channel.Sent.Select(sent => sent.Payload.Text());

    [Fact]
    public async Task FlushAsync_SeveralWrites_IsOneMessage()
    {
        Write("one ");
        Write("two");
        var result = await Writer.FlushAsync().Bounded();

        Assert.Equal(default, result);
        Assert.Equal(["one two"], Sent);
        Assert.Equal(0, Writer.UnflushedBytes);
    }

    [Fact]
    public async Task FlushAsync_NothingWritten_SendsNothing()
    {
        await Writer.FlushAsync().Bounded();

        Assert.Empty(_channel.Sent);
    }

    [Fact]
    public async Task WriteAsync_Bytes_IsOneMessage()
    {
        await Writer.WriteAsync(Scripted.Bytes("whole")).Bounded();

        Assert.Equal(["whole"], Sent);
    }

    [Fact]
    public async Task FlushAsync_StickyAndOwnOptions_GoWithTheirMessage()
    {
        Writer.SendOptions = new SctpSendOptions { PayloadProtocolIdentifier = 3, IsUnordered = true };
        Write("a");
        await Writer.FlushAsync().Bounded();
        _channel.FeedBatch();
        Write("b");
        await Writer.FlushAsync(new SctpSendOptions { PayloadProtocolIdentifier = 4, Lifetime = TimeSpan.FromSeconds(1) }).Bounded();
        await Timeouts.Until(() => _channel.TotalSent == 2, "both are sent");

        Assert.Equal(new SctpSendOptions { PayloadProtocolIdentifier = 3, IsUnordered = true }, _channel.Sent[0].Options);
        Assert.Equal(new SctpSendOptions { PayloadProtocolIdentifier = 4, Lifetime = TimeSpan.FromSeconds(1) }, _channel.Sent[1].Options);
    }

    [Fact]
    public async Task FlushAsync_MessageAtTheLimit_IsSent()
    {
        var payload = Payloads.Create(100_000, 1);

        await Writer.WriteAsync(payload).Bounded();

        Assert.Equal(payload, Assert.Single(_channel.Sent).Payload);
    }

    [Fact]
    public async Task FlushAsync_OverTheLimit_FailsThatFlushAlone()
    {
        Writer.Write(Payloads.Create(100_001, 1));
        var error = await Assert.ThrowsAsync<SctpMessageTooLongException>(() => Writer.FlushAsync().Bounded());
        Assert.Equal((100_001, 100_000), (error.Length, error.Limit));

        Write("next");
        await Writer.FlushAsync().Bounded();

        Assert.Equal(["next"], Sent);
    }

    [Fact]
    public async Task Advance_FarOverTheLimit_KeepsMemoryBounded()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10_000; i++)
        {
            Assert.True(Writer.GetMemory(4096).Length >= 4096);
            Writer.Advance(4096);
        }
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.True(allocated < 1_000_000, $"{allocated} bytes");
        Assert.Equal(40_960_000, Writer.UnflushedBytes);
        var error = await Assert.ThrowsAsync<SctpMessageTooLongException>(() => Writer.FlushAsync().Bounded());
        Assert.Equal(40_960_000, error.Length);
    }

    [Fact]
    public void Advance_MoreThanLent_Throws()
    {
        var length = Writer.GetMemory(10).Length;

        Assert.Throws<ArgumentOutOfRangeException>(() => Writer.Advance(length + 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Writer.Advance(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Writer.GetMemory(-1));
    }

    [Fact]
    public async Task FlushAsync_ByteStreamMode_CutsAtItsSize()
    {
        Writer.SendMode = SctpSendMode.ByteStream;
        var payload = Payloads.Create(250_000, 1);

        await Writer.WriteAsync(payload).Bounded();
        await Timeouts.Until(() => _channel.TotalSent == 16, "all pieces are sent");

        Assert.All(_channel.Sent.SkipLast(1), sent => Assert.Equal(16 * 1024, sent.Payload.Length));
        Assert.Equal(payload, _channel.Sent.SelectMany(sent => sent.Payload));
    }

    [Fact]
    public async Task FlushAsync_ByteStreamModeBlockedHalfWay_GoesOnWhereItStood()
    {
        Writer.SendMode = SctpSendMode.ByteStream;
        _channel.Room = 2;
        var payload = Payloads.Create(100_000, 1);
        Writer.Write(payload);
        var flush = Writer.FlushAsync().AsTask();
        Assert.False(flush.IsCompleted);

        _channel.Room = int.MaxValue;
        _channel.Sink.OnWritable();

        await flush.Bounded();
        Assert.Equal(payload, _channel.Sent.SelectMany(sent => sent.Payload));
    }

    [Fact]
    public async Task FlushAsync_ByteStreamModeCancelledHalfWay_KeepsWhatWasNotSent()
    {
        Writer.SendMode = SctpSendMode.ByteStream;
        _channel.Room = 2;
        var payload = Payloads.Create(100_000, 1);
        Writer.Write(payload);
        using var source = new CancellationTokenSource();
        var flush = Writer.FlushAsync(source.Token).AsTask();
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => flush.Bounded());
        Assert.Equal(100_000 - (2 * 16 * 1024), Writer.UnflushedBytes);

        Writer.Write("end"u8);
        _channel.Room = int.MaxValue;
        _channel.Sink.OnWritable();
        await Writer.FlushAsync().Bounded();
        await Timeouts.Until(() => _channel.Sent.Sum(sent => sent.Payload.Length) == 100_003, "the rest is sent");

        Assert.Equal([.. payload, .. "end"u8], _channel.Sent.SelectMany(sent => sent.Payload));
    }

    [Fact]
    public async Task FlushAsync_Cancelled_KeepsItsBytesForTheNextFlush()
    {
        using var source = new CancellationTokenSource();
        _channel.Room = 0;
        var payload = Payloads.Create(50_000, 1);
        Writer.Write(payload);
        var flush = Writer.FlushAsync(source.Token).AsTask();
        Assert.False(flush.IsCompleted);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => flush.Bounded());
        Assert.Equal(50_000, Writer.UnflushedBytes);

        _channel.Room = int.MaxValue;
        _channel.Sink.OnWritable();
        Write("!");
        await Writer.FlushAsync().Bounded();

        Assert.Equal([.. payload, (byte)'!'], Assert.Single(_channel.Sent).Payload);
    }

    [Fact]
    public async Task CancelPendingFlush_WhileWaiting_ReturnsCanceledAndKeepsItsBytes()
    {
        _channel.Room = 0;
        Writer.Write(Payloads.Create(50_000, 1));
        var flush = Writer.FlushAsync().AsTask();

        Writer.CancelPendingFlush();

        Assert.True((await flush.Bounded()).IsCanceled);
        Assert.Equal(50_000, Writer.UnflushedBytes);
    }

    [Fact]
    public async Task CancelPendingFlush_NobodyWaits_CancelsTheNextFlushThatHasTo()
    {
        Writer.CancelPendingFlush();
        _channel.Room = 0;
        Writer.Write(Payloads.Create(50_000, 1));

        var result = await Writer.FlushAsync().Bounded();

        Assert.True(result.IsCanceled);
        Assert.Equal(50_000, Writer.UnflushedBytes);
        _channel.Room = int.MaxValue;
        _channel.Sink.OnWritable();
        Assert.False((await Writer.FlushAsync().Bounded()).IsCanceled);
        Assert.Single(_channel.Sent);
    }

    [Fact]
    public async Task Write_WhileAFlushWaits_Throws()
    {
        _hasPending = true;
        _channel.Room = 0;
        Writer.Write(Payloads.Create(50_000, 1));
        var flush = Writer.FlushAsync().AsTask();

        Assert.Throws<InvalidOperationException>(() => Writer.GetMemory());
        await Assert.ThrowsAsync<InvalidOperationException>(() => Writer.FlushAsync().Bounded());

        _association.Abort("over");
        await Assert.ThrowsAsync<Microsoft.AspNetCore.Connections.ConnectionAbortedException>(() => flush.Bounded());
    }

    [Fact]
    public async Task Complete_BytesWritten_SendsThem()
    {
        Write("rest");

        Writer.Complete();
        await Timeouts.Until(() => _channel.TotalSent == 1, "the rest is sent");

        Assert.Equal(["rest"], Sent);
        Assert.Throws<InvalidOperationException>(() => Writer.GetMemory());
    }

    [Fact]
    public async Task CompleteAsync_BytesWritten_SendsThem()
    {
        Write("rest");

        await Writer.CompleteAsync().Bounded();

        Assert.Equal(["rest"], Sent);
    }

    [Fact]
    public async Task Complete_ByteStreamModeOverTheLimit_SendsAllPieces()
    {
        Writer.SendMode = SctpSendMode.ByteStream;
        var payload = Payloads.Create(250_000, 1);
        Writer.Write(payload);

        Writer.Complete();
        await Timeouts.Until(() => _channel.Sent.Sum(sent => sent.Payload.Length) == 250_000, "all pieces are sent");

        Assert.Equal(payload, _channel.Sent.SelectMany(sent => sent.Payload));
    }

    [Fact]
    public void Complete_WithAnError_DropsThem()
    {
        _channel.IsManual = true;
        Write("rest");

        Writer.Complete(new InvalidOperationException());
        _channel.RunScheduled();

        Assert.Empty(_channel.Sent);
    }

    [Fact]
    public async Task FlushAsync_StreamThePeerDoesNotHave_ThrowsAndNamesTheRange()
    {
        var stream = _association.OpenStream(64);
        stream.Output.Write("x"u8);

        var error = await Assert.ThrowsAsync<SctpException>(() => stream.Output.FlushAsync().Bounded());

        Assert.Contains("streams 0 to 63", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FlushAsync_AfterPeerShutdown_Throws()
    {
        _channel.ReportClosed(new SctpCloseReason(SctpCloseKind.Shutdown, SctpCloseSide.Peer));
        Write("late");

        await Assert.ThrowsAsync<SctpException>(() => Writer.FlushAsync().Bounded());
    }

    [Fact]
    public async Task FlushAsync_WaitingWhenPeerAborts_Throws()
    {
        _channel.Room = 0;
        Writer.Write(Payloads.Create(50_000, 1));
        var flush = Writer.FlushAsync().AsTask();

        _channel.ReportAbort("gone");

        var error = await Assert.ThrowsAsync<SctpAbortedException>(() => flush.Bounded());
        Assert.Equal("gone", error.Reason.Text);
    }
}
