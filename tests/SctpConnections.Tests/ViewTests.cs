using SctpConnections.TestShared;

namespace SctpConnections.Tests;

public sealed class ViewTests : IClassFixture<LeakCheck>, IAsyncDisposable
{
    private readonly ScriptedChannel _channel = new();
    private readonly SctpAssociation _association;

    public ViewTests() => _association = Scripted.Associate(_channel);

    public ValueTask DisposeAsync() => _association.DisposeAsync();

    private void FeedStreams()
    {
        _channel.Feed("a0", 0, identifier: 1);
        _channel.Feed("b5", 5, identifier: 2);
        _channel.Feed("c0", 0, identifier: 3);
        _channel.EndBatch();
    }

    private async Task<List<string>> ReadAllAsync(int count)
    {
        var texts = new List<string>();
        await foreach (var message in _association.ReadMessagesAsync())
        {
            texts.Add($"{message.StreamId}:{message.PayloadProtocolIdentifier}:{message.Payload.Text()}");
            if (texts.Count == count)
            {
                break;
            }
        }
        return texts;
    }

    [Fact]
    public async Task ReadMessagesAsync_AllStreams_GivesArrivalOrder()
    {
        FeedStreams();

        Assert.Equal(["0:1:a0", "5:2:b5", "0:3:c0"], await ReadAllAsync(3).Bounded());
    }

    [Fact]
    public async Task ReadMessagesAsync_LoopLeft_LaterLoopGoesOn()
    {
        FeedStreams();
        Assert.Equal(["0:1:a0"], await ReadAllAsync(1).Bounded());

        Assert.Equal(["5:2:b5", "0:3:c0"], await ReadAllAsync(2).Bounded());
    }

    [Fact]
    public async Task ReadMessagesAsync_LoopLeft_GivesTheMemoryOfItsMessageBack()
    {
        _channel.FeedBatch("abcd");
        await ReadAllAsync(1).Bounded();

        Assert.Equal(0, _association.UnreadBytes);
    }

    [Fact]
    public async Task ReadMessagesAsync_SecondLoop_Throws()
    {
        _channel.FeedBatch("a", "b");
        await foreach (var _ in _association.ReadMessagesAsync())
        {
            Assert.Throws<InvalidOperationException>(() => _association.ReadMessagesAsync().GetAsyncEnumerator());
            break;
        }
    }

    [Fact]
    public async Task ReadMessagesAsync_Cancelled_LosesNothing()
    {
        using var source = new CancellationTokenSource();
        var read = ReadUntilCancelledAsync(source.Token);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read.Bounded());

        _channel.FeedBatch("kept");

        Assert.Equal(["0:0:kept"], await ReadAllAsync(1).Bounded());
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task ReadMessagesAsync_TokenOfTheCallOrOfTheLoop_BothCancel(bool cancelsCall, bool cancelsLoop)
    {
        using var call = new CancellationTokenSource();
        using var loop = new CancellationTokenSource();
        var read = _association.ReadMessagesAsync(call.Token).WithCancellation(loop.Token).GetAsyncEnumerator();
        var next = MoveAsync(read);

        await (cancelsCall ? call : loop).CancelAsync();
        await (cancelsLoop ? loop : call).CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next.Bounded());
        await read.DisposeAsync();
    }

    [Fact]
    public async Task ReadMessagesAsync_PeerShutDown_EndsAfterTheLastMessage()
    {
        FeedStreams();
        _channel.ReportClosed(new SctpCloseReason(SctpCloseKind.Shutdown, SctpCloseSide.Peer));

        Assert.Equal(3, (await ReadAllAsync(-1).Bounded()).Count);
    }

    [Fact]
    public async Task ReadMessagesAsync_PeerAborted_ThrowsAfterTheLastMessage()
    {
        FeedStreams();
        _channel.ReportAbort("why");

        Assert.Equal(3, (await ReadAllAsync(3).Bounded()).Count);
        var error = await Assert.ThrowsAsync<SctpAbortedException>(() => ReadAllAsync(-1).Bounded());
        Assert.Equal("why", error.Reason.Text);
    }

    [Fact]
    public async Task ToOwned_AfterTheNextMessage_KeepsItsBytes()
    {
        _channel.FeedBatch("first", "other");
        var owned = new List<SctpMessage>();
        await foreach (var message in _association.ReadMessagesAsync())
        {
            owned.Add(message.ToOwned());
            if (owned.Count == 2)
            {
                break;
            }
        }

        _channel.FeedBatch("xxxxxxxxxx");

        Assert.Equal(["first", "other"], owned.Select(message => message.Payload.Text()));
    }

    [Fact]
    public async Task AcceptStreamAsync_MessagesOnStreams_GivesEachStreamOnce()
    {
        FeedStreams();

        var zero = await _association.AcceptStreamAsync().Bounded();
        var five = await _association.AcceptStreamAsync().Bounded();
        Assert.Equal((0, 5), (zero!.Id, five!.Id));
        Assert.Equal("a0", await zero.Input.ReadTextAsync());
        Assert.Equal("c0", await zero.Input.ReadTextAsync());
        Assert.Equal("b5", await five.Input.ReadTextAsync());
        Assert.Same(five, _association.OpenStream(5));

        var third = _association.AcceptStreamAsync().AsTask();
        Assert.False(third.IsCompleted);
        _channel.Feed("d7", 7);
        _channel.EndBatch();
        Assert.Equal(7, (await third.Bounded())!.Id);
    }

    [Fact]
    public async Task AcceptStreamAsync_PeerShutDown_GivesWaitingStreamsThenNull()
    {
        FeedStreams();
        _channel.ReportClosed(new SctpCloseReason(SctpCloseKind.Shutdown, SctpCloseSide.Peer));

        var streams = new List<int>();
        await foreach (var stream in _association.AcceptStreamsAsync())
        {
            streams.Add(stream.Id);
        }

        Assert.Equal([0, 5], streams);
    }

    [Fact]
    public async Task OpenStream_BeforeItsFirstMessage_IsNotAcceptedAgain()
    {
        var stream = _association.OpenStream(5);
        var read = stream.Input.ReadTextAsync();

        FeedStreams();

        Assert.Equal("b5", await read.Bounded());
        Assert.Equal(0, (await _association.AcceptStreamAsync().Bounded())!.Id);
    }

    [Fact]
    public void OpenStream_OutOfRange_Throws()
        => Assert.Throws<ArgumentOutOfRangeException>(() => _association.OpenStream(2048));

    [Fact]
    public async Task FirstView_Owner_SecondThrowsAndSaysWhich()
    {
        FeedStreams();
        await ReadAllAsync(1).Bounded();

        var stream = await Assert.ThrowsAsync<InvalidOperationException>(() => _association.AcceptStreamAsync().Bounded());
        Assert.Contains("already read through its messages (ReadMessagesAsync)", stream.Message, StringComparison.Ordinal);
        Assert.Contains("through its streams", stream.Message, StringComparison.Ordinal);
        var pipe = await Assert.ThrowsAsync<InvalidOperationException>(() => _association.DefaultStream.Input.ReadAsync().Bounded());
        Assert.Contains("the transport of its default stream", pipe.Message, StringComparison.Ordinal);
        Assert.Equal(["5:2:b5", "0:3:c0"], await ReadAllAsync(2).Bounded());
    }

    [Fact]
    public async Task DefaultStream_Owner_OthersThrowAndSayWhich()
    {
        _channel.FeedBatch("a");
        await _association.DefaultStream.Input.ReadTextAsync();

        var messages = Assert.Throws<InvalidOperationException>(() => _association.ReadMessagesAsync().GetAsyncEnumerator());
        Assert.Contains("already read through the transport of its default stream", messages.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<InvalidOperationException>(() => _association.AcceptStreamAsync().Bounded());
        await Assert.ThrowsAsync<InvalidOperationException>(() => _association.OpenStream(0).Input.ReadAsync().Bounded());
    }

    [Fact]
    public async Task Streams_Owner_OthersThrowAndSayWhich()
    {
        FeedStreams();
        await _association.AcceptStreamAsync().Bounded();

        var messages = Assert.Throws<InvalidOperationException>(() => _association.ReadMessagesAsync().GetAsyncEnumerator());
        Assert.Contains("already read through its streams (UseSctpStreams", messages.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<InvalidOperationException>(() => _association.DefaultStream.Input.ReadAsync().Bounded());
    }

    [Fact]
    public async Task Sending_WhileAnotherViewReads_IsOpenToAll()
    {
        FeedStreams();
        await ReadAllAsync(1).Bounded();

        await _association.SendAsync(1, Scripted.Bytes("direct")).Bounded();
        await _association.DefaultStream.Output.WriteAsync(Scripted.Bytes("default")).Bounded();
        await _association.OpenStream(2).Output.WriteAsync(Scripted.Bytes("stream")).Bounded();
        await Timeouts.Until(() => _channel.TotalSent == 3, "all three are sent");

        Assert.Equal([(1, "direct"), (0, "default"), (2, "stream")], _channel.Sent.Select(sent => ((int)sent.StreamId, sent.Payload.Text())));
    }

    [Fact]
    public async Task DefaultStream_OwnId_ReadsAndWritesIt()
    {
        var channel = new ScriptedChannel();
        await using var association = Scripted.Associate(channel, new SctpAssociationOptions { DefaultStreamId = 5 });
        channel.Feed("five", 5);
        channel.EndBatch();

        Assert.Equal("five", await association.DefaultStream.Input.ReadTextAsync());
        await association.DefaultStream.Output.WriteAsync(Scripted.Bytes("back")).Bounded();
        Assert.Equal(5, Assert.Single(channel.Sent).StreamId);
        association.DefaultStream.Input.Complete();
    }

    private static async Task MoveAsync(System.Runtime.CompilerServices.ConfiguredCancelableAsyncEnumerable<SctpMessage>.Enumerator messages)
        => await messages.MoveNextAsync();

    private async Task ReadUntilCancelledAsync(CancellationToken cancellationToken)
    {
        await foreach (var _ in _association.ReadMessagesAsync(cancellationToken))
        {
            Assert.Fail("There is no message.");
        }
    }
}
