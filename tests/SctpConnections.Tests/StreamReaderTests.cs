using System.Buffers;
using Microsoft.AspNetCore.Connections;
using SctpConnections.TestShared;

namespace SctpConnections.Tests;

public sealed class StreamReaderTests : IClassFixture<LeakCheck>, IAsyncDisposable
{
    private readonly ScriptedChannel _channel = new();
    private readonly SctpAssociation _association;

    public StreamReaderTests() => _association = Scripted.Associate(_channel);

    private System.IO.Pipelines.PipeReader Reader => _association.DefaultStream.Input;

    public async ValueTask DisposeAsync()
    {
        Reader.Complete();
        await _association.DisposeAsync().Bounded();
    }

    [Fact]
    public async Task ReadAsync_ThreeMessagesWaiting_ReturnsOnePerRead()
    {
        _channel.FeedBatch("one", "two", "three");

        Assert.Equal("one", await Reader.ReadTextAsync());
        Assert.Equal("two", await Reader.ReadTextAsync());
        Assert.Equal("three", await Reader.ReadTextAsync());
        Assert.False(Reader.TryRead(out _));
    }

    [Fact]
    public async Task ReadAsync_NothingThere_WaitsForTheNextMessage()
    {
        var read = Reader.ReadTextAsync();
        Assert.False(read.IsCompleted);

        _channel.FeedBatch("late");

        Assert.Equal("late", await read.Bounded());
    }

    [Fact]
    public async Task ReadAsync_BytesLeftOver_ReturnsThemAndTheNextMessage()
    {
        _channel.FeedBatch("abcd", "efgh", "ijkl");
        var first = await Reader.ReadAsync().Bounded();
        Reader.AdvanceTo(first.Buffer.GetPosition(2), first.Buffer.End);

        var second = await Reader.ReadAsync().Bounded();
        Assert.Equal("cdefgh", second.Buffer.Text());
        Reader.AdvanceTo(second.Buffer.GetPosition(3), second.Buffer.End);

        var third = await Reader.ReadAsync().Bounded();
        Assert.Equal("fghijkl", third.Buffer.Text());
        Reader.AdvanceTo(third.Buffer.End);
        Assert.False(Reader.TryRead(out _));
    }

    [Fact]
    public async Task ReadAsync_LeftOverUnexamined_ReturnsAtOnce()
    {
        _channel.FeedBatch("abcd");
        var first = await Reader.ReadAsync().Bounded();
        Reader.AdvanceTo(first.Buffer.GetPosition(1));

        var second = Reader.ReadAsync();

        Assert.True(second.IsCompleted);
        var buffer = (await second).Buffer;
        Assert.Equal("bcd", buffer.Text());
        Reader.AdvanceTo(buffer.End);
    }

    [Fact]
    public async Task ReadAsync_LeftOverExamined_WaitsForMore()
    {
        _channel.FeedBatch("abcd");
        var first = await Reader.ReadAsync().Bounded();
        Reader.AdvanceTo(first.Buffer.Start, first.Buffer.End);
        var second = Reader.ReadAsync().AsTask();
        Assert.False(second.IsCompleted);

        _channel.FeedBatch("e");

        var buffer = (await second.Bounded()).Buffer;
        Assert.Equal("abcde", buffer.Text());
        Reader.AdvanceTo(buffer.End);
    }

    [Fact]
    public async Task CurrentMessage_AfterEachRead_IsThatMessages()
    {
        _channel.Feed("a", identifier: 7, isUnordered: true);
        _channel.Feed("b", identifier: 8);
        _channel.EndBatch();

        await Reader.ReadTextAsync();
        Assert.Equal(new SctpMessageInfo { PayloadProtocolIdentifier = 7, IsUnordered = true, IsEndOfMessage = true }, _association.DefaultStream.CurrentMessage);
        await Reader.ReadTextAsync();
        Assert.Equal(
            new SctpMessageInfo { PayloadProtocolIdentifier = 8, StreamSequenceNumber = 1, IsEndOfMessage = true }, _association.DefaultStream.CurrentMessage);
    }

    [Fact]
    public async Task ReadAsync_Cancelled_LosesNothing()
    {
        using var source = new CancellationTokenSource();
        var read = Reader.ReadAsync(source.Token).AsTask();
        await source.CancelAsync();
        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read.Bounded());
        Assert.Equal(source.Token, error.CancellationToken);

        _channel.FeedBatch("kept");

        Assert.Equal("kept", await Reader.ReadTextAsync());
        Assert.Null(_association.CloseReason);
    }

    [Fact]
    public async Task ReadAsync_TokenAlreadyCancelled_LosesNothing()
    {
        _channel.FeedBatch("kept");

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Reader.ReadAsync(new CancellationToken(true)).Bounded());

        Assert.Equal("kept", await Reader.ReadTextAsync());
    }

    [Fact]
    public async Task CancelPendingRead_WhileWaiting_ReturnsCanceledThenGoesOn()
    {
        var read = Reader.ReadAsync().AsTask();
        Reader.CancelPendingRead();
        var result = await read.Bounded();
        Assert.True(result.IsCanceled);
        Assert.False(result.IsCompleted);
        Reader.AdvanceTo(result.Buffer.End);

        _channel.FeedBatch("next");

        Assert.Equal("next", await Reader.ReadTextAsync());
    }

    [Fact]
    public async Task CancelPendingRead_NobodyWaits_CancelsTheNextReadAlone()
    {
        _channel.FeedBatch("kept");
        Reader.CancelPendingRead();

        var result = await Reader.ReadAsync().Bounded();
        Assert.True(result.IsCanceled);
        Assert.True(result.Buffer.IsEmpty);
        Reader.AdvanceTo(result.Buffer.End);

        Assert.Equal("kept", await Reader.ReadTextAsync());
    }

    [Fact]
    public async Task ReadAsync_SecondOneWhileWaiting_Throws()
    {
        var read = Reader.ReadAsync().AsTask();

        await Assert.ThrowsAsync<InvalidOperationException>(() => Reader.ReadAsync().Bounded());

        _channel.FeedBatch("x");
        Reader.AdvanceTo((await read.Bounded()).Buffer.End);
    }

    [Fact]
    public async Task ReadAsync_AfterComplete_Throws()
    {
        Reader.Complete();

        await Assert.ThrowsAsync<InvalidOperationException>(() => Reader.ReadAsync().Bounded());
    }

    [Fact]
    public async Task Complete_WithMessagesWaiting_DropsThemAndWhatComes()
    {
        _channel.FeedBatch("read", "dropped");
        await Reader.ReadTextAsync();

        Reader.Complete();
        _channel.FeedBatch("late");

        Assert.Equal(0, _association.UnreadBytes);
    }

    [Fact]
    public async Task AdvanceTo_PositionOfAnotherReader_Throws()
    {
        _channel.FeedBatch("abcd");
        var result = await Reader.ReadAsync().Bounded();
        Reader.AdvanceTo(result.Buffer.Start);
        var strange = new ReadOnlySequence<byte>(new StrangeSegment(), 0, new StrangeSegment(), 0);

        Assert.Throws<InvalidOperationException>(() => Reader.AdvanceTo(strange.Start));
    }

    [Fact]
    public async Task ReadAsync_PeerShutDown_CompletesAfterTheLastMessage()
    {
        _channel.FeedBatch("last");
        _channel.ReportClosed(new SctpCloseReason(SctpCloseKind.Shutdown, SctpCloseSide.Peer));

        var message = await Reader.ReadAsync().Bounded();
        Assert.False(message.IsCompleted);
        Assert.Equal("last", message.Buffer.Text());
        Reader.AdvanceTo(message.Buffer.End);
        var end = await Reader.ReadAsync().Bounded();
        Assert.True(end.IsCompleted);
        Assert.True(end.Buffer.IsEmpty);
        Reader.AdvanceTo(end.Buffer.End);
        Assert.True((await Reader.ReadAsync().Bounded()).IsCompleted);
    }

    [Fact]
    public async Task ReadAsync_WaitingWhenPeerShutsDown_Completes()
    {
        var read = Reader.ReadAsync().AsTask();

        _channel.ReportClosed(new SctpCloseReason(SctpCloseKind.Shutdown, SctpCloseSide.Peer));

        Assert.True((await read.Bounded()).IsCompleted);
    }

    [Fact]
    public async Task ReadAsync_PeerAborted_ThrowsAfterTheLastMessage()
    {
        _channel.FeedBatch("last");
        _channel.ReportAbort("enough");

        Assert.Equal("last", await Reader.ReadTextAsync());
        for (var i = 0; i < 2; i++)
        {
            var error = await Assert.ThrowsAsync<SctpAbortedException>(() => Reader.ReadAsync().Bounded());
            Assert.IsType<ConnectionResetException>(error, exactMatch: false);
            Assert.Equal(SctpErrorCause.UserInitiatedAbort, error.CauseCode);
            Assert.Contains("enough", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task ReadAsync_PeerAbortedWithUnexaminedLeftOver_DoesNotLookLikeAnEnd()
    {
        _channel.FeedBatch("abcd");
        var first = await Reader.ReadAsync().Bounded();
        Reader.AdvanceTo(first.Buffer.GetPosition(1));
        _channel.ReportAbort();

        var rest = await Reader.ReadAsync().Bounded();

        Assert.False(rest.IsCompleted);
        Assert.Equal("bcd", rest.Buffer.Text());
        Reader.AdvanceTo(rest.Buffer.End);
        await Assert.ThrowsAsync<SctpAbortedException>(() => Reader.ReadAsync().Bounded());
    }

    [Fact]
    public async Task ReadAsync_MessageOfManyParts_IsOneSequence()
    {
        for (var i = 0; i < 10; i++)
        {
            _channel.Feed(i.ToString(System.Globalization.CultureInfo.InvariantCulture), isEnd: i == 9);
        }
        _channel.FeedBatch("next");

        var first = await Reader.ReadAsync().Bounded();
        Assert.Equal("0123456789", first.Buffer.Text());
        Reader.AdvanceTo(first.Buffer.GetPosition(5), first.Buffer.End);
        Assert.Equal("56789next", await Reader.ReadTextAsync());
    }

    private sealed class StrangeSegment : ReadOnlySequenceSegment<byte>;
}
