using SctpConnections.TestShared;

namespace SctpConnections.Tests;

public sealed class BackpressureTests : IClassFixture<LeakCheck>, IAsyncDisposable
{
    private readonly ScriptedChannel _channel = new();
    private readonly LogCapture _log = new();
    private readonly MetricCapture _metrics = new();
    private readonly SctpAssociationOptions _options = new() { ReceiveLimit = 10_000, StreamReceiveLimit = 4000 };
    private SctpAssociation? _association;

    private SctpAssociation Association => _association ??= Scripted.Associate(_channel, _options, _log, _metrics);

    public async ValueTask DisposeAsync()
    {
        await Association.DisposeAsync().Bounded();
        _metrics.Dispose();
    }

    private async Task ReadAsync(int count)
    {
        await foreach (var _ in Association.ReadMessagesAsync())
        {
            if (--count == 0)
            {
                break;
            }
        }
    }

    [Fact]
    public async Task HardLimit_Reached_PausesAndResumesAtHalf()
    {
        _ = Association;
        var count = 0;
        for (; !_channel.IsPaused; count++)
        {
            _channel.Feed(new byte[904]);
        }
        _channel.EndBatch();
        Assert.Equal(10, count);
        Assert.Equal(10_000, Association.UnreadBytes);

        await ReadAsync(4).Bounded();
        Assert.Equal(0, _channel.Resumes);
        Assert.True(_channel.IsPaused is false);
        _channel.Feed(new byte[4000]);
        Assert.True(_channel.IsPaused);
        await ReadAsync(5).Bounded();
        Assert.Equal(0, _channel.Resumes);
        await ReadAsync(1).Bounded();
        Assert.Equal(1, _channel.Resumes);
        Assert.False(_channel.IsPaused);
        Assert.True(_metrics.Sum("sctp.receive.pauses") >= 1);
    }

    [Fact]
    public async Task HardLimit_TinyMessages_CountWithTheirOverhead()
    {
        _ = Association;
        var count = 0;
        for (; !_channel.IsPaused; count++)
        {
            _channel.Feed("x");
        }
        _channel.EndBatch();

        Assert.Equal((10_000 + 96) / 97, count);
        await ReadAsync(count).Bounded();
    }

    [Fact]
    public async Task HardLimit_ParserThatNeedsMore_GetsIt()
    {
        var reader = Association.DefaultStream.Input;
        for (var i = 0; i < 5; i++)
        {
            while (!_channel.IsPaused)
            {
                _channel.Feed(new byte[1000]);
            }
            _channel.EndBatch();
            while (reader.TryRead(out var result))
            {
                reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
            }
            Assert.Equal(i + 1, _channel.Resumes);
        }
        reader.Complete();
        await Task.CompletedTask;
    }

    [Fact]
    public async Task HardLimit_Dispose_ResumesEvenWhenAReaderHoldsItAll()
    {
        _channel.CompletesShutdown = false;
        var reader = Association.DefaultStream.Input;
        _channel.Feed(new byte[20_000]);
        _channel.EndBatch();
        var held = await reader.ReadAsync().Bounded();
        Assert.True(_channel.IsPaused);

        var disposal = Association.DisposeAsync();
        await Timeouts.Until(() => _channel.Resumes > 0, "receiving is resumed, or the end could never arrive");

        Assert.False(_channel.IsPaused);
        _channel.ReportClosed(new SctpCloseReason(SctpCloseKind.Shutdown, SctpCloseSide.Local));
        await disposal.Bounded();
        reader.AdvanceTo(held.Buffer.End);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task HardLimit_DisposeWithUnreadStream_Resumes(bool isDefault)
    {
        var stream = isDefault ? Association.DefaultStream : Association.OpenStream(0);
        Assert.False(stream.Input.TryRead(out _));
        while (!_channel.IsPaused)
        {
            _channel.Feed(new byte[904]);
        }
        _channel.EndBatch();

        await Association.DisposeAsync().Bounded();

        Assert.Equal(1, _channel.Resumes);
    }

    [Fact]
    public async Task SoftLimit_ReportPolicy_IsCountedAndLoggedOnceAndOthersGoOn()
    {
        var slow = Association.OpenStream(1);
        var fast = Association.OpenStream(2);
        Assert.False(fast.Input.TryRead(out _));
        for (var i = 0; i < 8; i++)
        {
            _channel.Feed(new byte[1000], 1);
            _channel.Feed($"{i}", 2);
            _channel.EndBatch();
            Assert.Equal($"{i}", await fast.Input.ReadTextAsync());
        }

        Assert.Equal(1, _metrics.Sum("sctp.stream.limit_reached"));
        var entry = Assert.Single(_log.Entries, entry => entry.Level == Microsoft.Extensions.Logging.LogLevel.Warning);
        Assert.Contains("stream 1", entry.Message, StringComparison.Ordinal);
        Assert.Null(Association.CloseReason);
        Assert.False(_channel.IsPaused);
        slow.Input.Complete();
        Assert.Equal(0, Association.UnreadBytes);
    }

    [Fact]
    public async Task SoftLimit_StreamDrainedAndFilledAgain_IsReportedAgain()
    {
        var stream = Association.OpenStream(1);
        Assert.False(stream.Input.TryRead(out _));
        for (var round = 0; round < 2; round++)
        {
            for (var i = 0; i < 5; i++)
            {
                _channel.Feed(new byte[1000], 1);
            }
            _channel.EndBatch();
            for (var i = 0; i < 5; i++)
            {
                await stream.Input.ReadTextAsync();
            }
        }

        Assert.Equal(2, _metrics.Sum("sctp.stream.limit_reached"));
    }

    [Fact]
    public void SoftLimit_AbortPolicy_AbortsAndNamesTheStream()
    {
        _options.StreamLimitPolicy = SctpStreamLimitPolicy.Abort;
        Assert.False(Association.OpenStream(1).Input.TryRead(out _));
        for (var i = 0; i < 5; i++)
        {
            _channel.Feed(new byte[1000], 1);
        }
        _channel.EndBatch();

        Assert.Contains("stream 1 holds", Assert.Single(_channel.Aborts), StringComparison.Ordinal);
    }

    [Fact]
    public void UnreadStream_AbortPolicy_AbortsAndNamesTheStream()
    {
        Assert.False(Association.DefaultStream.Input.TryRead(out _));
        _channel.Feed("x", 7);
        _channel.EndBatch();

        var text = Assert.Single(_channel.Aborts)!;
        Assert.Contains("stream 7", text, StringComparison.Ordinal);
        Assert.Contains("UseSctpStreams", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnreadStream_AbortPolicyWithMessagesFromBefore_AbortsWithoutAnotherBatch()
    {
        _ = Association;
        _channel.Feed("zero", 0);
        _channel.Feed("seven", 7);
        _channel.EndBatch();
        var reader = Association.DefaultStream.Input;

        Assert.Equal("zero", await reader.ReadTextAsync());
        await Assert.ThrowsAsync<Microsoft.AspNetCore.Connections.ConnectionAbortedException>(() => reader.ReadAsync().Bounded());

        Assert.Contains("stream 7", Assert.Single(_channel.Aborts), StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnreadStream_DiscardPolicy_DropsAndCounts()
    {
        _options.UnreadStreamPolicy = SctpUnreadStreamPolicy.Discard;
        var reader = Association.DefaultStream.Input;
        Assert.False(reader.TryRead(out _));
        for (var i = 0; i < 100; i++)
        {
            _channel.Feed(new byte[1000], 7);
        }
        _channel.Feed("kept", 0);
        _channel.EndBatch();

        Assert.Equal("kept", await reader.ReadTextAsync());
        Assert.Equal(100, _metrics.Sum("sctp.messages.discarded"));
        Assert.Equal(0, Association.UnreadBytes);
        Assert.Null(Association.CloseReason);
    }
}
