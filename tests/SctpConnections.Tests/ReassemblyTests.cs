using System.Text;
using SctpConnections.Notifications;
using SctpConnections.TestShared;

namespace SctpConnections.Tests;

public sealed class ReassemblyTests : IClassFixture<LeakCheck>, IAsyncDisposable
{
    private readonly LeakCheck _leaks = new();
    private readonly ScriptedChannel _channel = new();
    private readonly SctpAssociationOptions _options = new() { MaxMessageSize = 1000, ByteStreamMessageSize = 1000 };
    private SctpAssociation? _association;

    private SctpAssociation Association => _association ??= Scripted.Associate(_channel, _options);

    public async ValueTask DisposeAsync()
    {
        await Association.DisposeAsync().Bounded();
        Assert.True(_leaks.Growth <= 0, $"{_leaks.Growth} blocks are still lent");
    }

    private async Task<List<string>> ReadAsync(int count)
    {
        var texts = new List<string>();
        await foreach (var message in Association.ReadMessagesAsync())
        {
            texts.Add($"{message.StreamId}{(message.IsUnordered ? "u" : "o")}{(message.Info.IsEndOfMessage ? "" : "-")}:{message.Payload.Text()}");
            if (texts.Count == count)
            {
                break;
            }
        }
        return texts;
    }

    [Fact]
    public async Task OnMessage_Parts_AreOneMessage()
    {
        _ = Association;
        _channel.Feed("ab", isEnd: false);
        _channel.Feed("cd", isEnd: false);
        _channel.EndBatch();
        _channel.Feed("ef");
        _channel.EndBatch();

        Assert.Equal(["0o:abcdef"], await ReadAsync(1).Bounded());
    }

    [Fact]
    public async Task OnMessage_PartsOfStreamsAndOrderingsInterleaved_AreKeptApart()
    {
        _ = Association;
        (ushort Stream, bool Unordered, char Letter)[] sources = [(0, false, 'a'), (0, true, 'b'), (1, false, 'c'), (1, true, 'd')];
        for (var part = 0; part < 3; part++)
        {
            foreach (var (stream, unordered, letter) in sources)
            {
                _channel.Feed($"{letter}{part}", stream, isUnordered: unordered, isEnd: part == 2);
            }
        }
        _channel.EndBatch();

        Assert.Equal(["0o:a0a1a2", "0u:b0b1b2", "1o:c0c1c2", "1u:d0d1d2"], await ReadAsync(4).Bounded());
    }

    [Fact]
    public async Task OnMessage_RandomInterleaving_DeliversEveryMessageWhole()
    {
        _ = Association;
        var random = new Random(4711);
        var open = new Dictionary<(ushort, bool), string>();
        var expected = new List<string>();
        for (var i = 0; i < 5000; i++)
        {
            var key = ((ushort)random.Next(5), random.Next(2) == 0);
            var part = new string((char)('a' + random.Next(26)), random.Next(1, 20));
            var isEnd = random.Next(3) == 0 || open.GetValueOrDefault(key, "").Length > 200;
            open[key] = open.GetValueOrDefault(key, "") + part;
            _channel.Feed(part, key.Item1, isUnordered: key.Item2, isEnd: isEnd);
            if (isEnd)
            {
                expected.Add($"{key.Item1}{(key.Item2 ? "u" : "o")}:{open[key]}");
                open.Remove(key);
            }
        }
        _channel.EndBatch();

        Assert.Equal(expected, await ReadAsync(expected.Count).Bounded());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(10)]
    public async Task OnMessage_OverTheLimitWithAbortPolicy_AbortsAndNamesTheLimit(int parts)
    {
        _ = Association;
        for (var i = 1; i <= parts; i++)
        {
            _channel.Feed(new byte[1001 / parts + 1], 3, isEnd: i == parts);
        }
        _channel.EndBatch();

        Assert.Contains("1000 bytes arrived on stream 3", Assert.Single(_channel.Aborts), StringComparison.Ordinal);
        var error = await Assert.ThrowsAsync<Microsoft.AspNetCore.Connections.ConnectionAbortedException>(() => ReadAsync(-1).Bounded());
        Assert.Contains("raise MaxMessageSize", error.Message, StringComparison.Ordinal);
        Assert.Equal((SctpCloseKind.Abort, SctpCloseSide.Local), (Association.CloseReason!.Kind, Association.CloseReason.Side));
    }

    [Fact]
    public async Task OnMessage_AtTheLimit_IsDelivered()
    {
        _ = Association;
        _channel.Feed(new string('x', 600), isEnd: false);
        _channel.Feed(new string('x', 400));
        _channel.EndBatch();

        Assert.Equal(["0o:" + new string('x', 1000)], await ReadAsync(1).Bounded());
    }

    [Fact]
    public async Task OnMessage_OverTheLimitWithPartsPolicy_IsHandedOnInPartsThatSaySo()
    {
        _options.OversizedMessagePolicy = SctpOversizedMessagePolicy.DeliverInParts;
        _ = Association;
        var whole = new StringBuilder();
        for (var i = 0; i < 10; i++)
        {
            var part = new string((char)('a' + i), 400);
            whole.Append(part);
            _channel.Feed(part, isEnd: i == 9);
        }
        _channel.Feed("next");
        _channel.EndBatch();

        var read = new List<string>();
        do
        {
            read.AddRange(await ReadAsync(1).Bounded());
        }
        while (read[^1].StartsWith("0o-:", StringComparison.Ordinal));

        Assert.True(read.Count > 2, $"{read.Count} parts");
        Assert.All(read, part => Assert.InRange(part.Length, 1, 1400));
        Assert.Equal(whole.ToString(), string.Concat(read.Select(part => part[(part.IndexOf(':', StringComparison.Ordinal) + 1)..])));
        Assert.Equal(["0o:next"], await ReadAsync(1).Bounded());
        Assert.Null(Association.CloseReason);
    }

    [Fact]
    public void OnMessage_ManyUnfinishedMessages_AbortsBeyondTwoLimits()
    {
        _ = Association;
        for (ushort stream = 0; stream < 4 && _channel.Aborts.Count == 0; stream++)
        {
            _channel.Feed(new byte[600], stream, isEnd: false);
            _channel.EndBatch();
        }

        Assert.Contains("unfinished messages", Assert.Single(_channel.Aborts), StringComparison.Ordinal);
    }

    [Fact]
    public void OnMessage_FloodOfTinyUnfinishedMessages_IsBounded()
    {
        _ = Association;
        for (ushort stream = 0; stream < 128; stream++)
        {
            _channel.Feed("x", stream, isEnd: false);
        }
        _channel.EndBatch();
        Assert.Empty(_channel.Aborts);

        _channel.Feed("x", 128, isEnd: false);
        _channel.EndBatch();

        Assert.Contains("more than 128 unfinished messages", Assert.Single(_channel.Aborts), StringComparison.Ordinal);
    }

    [Fact]
    public async Task OnNotification_PartialDeliveryAborted_DropsTheParts()
    {
        _ = Association;
        _channel.Feed("lost", 1, isEnd: false);
        _channel.Feed("kept", 2, isEnd: false);
        _channel.Notify(new SctpPartialDeliveryNotification(1, false));
        _channel.Feed("whole", 1);
        _channel.Feed("!", 2);
        _channel.EndBatch();

        Assert.Equal(["1o:whole", "2o:kept!"], await ReadAsync(2).Bounded());
    }

    [Fact]
    public async Task OnNotification_PeerRestarted_DropsThePartsOfEveryStream()
    {
        _ = Association;
        _channel.Feed("lost", 1, isEnd: false);
        _channel.Feed("lost too", 2, isEnd: false);
        _channel.Notify(new SctpAssociationChangeNotification(SctpAssociationChange.Restarted, 10, 10));
        _channel.Feed("whole", 1);
        _channel.Feed("new", 2);
        _channel.EndBatch();

        Assert.Equal(["1o:whole", "2o:new"], await ReadAsync(2).Bounded());
    }

    [Fact]
    public async Task OnClosed_MessageUnfinished_IsNeverDeliveredAsWhole()
    {
        _ = Association;
        _channel.FeedBatch("whole");
        _channel.Feed("half", isEnd: false);
        _channel.ReportAbort();

        Assert.Equal(["0o:whole"], await ReadAsync(1).Bounded());
        await Assert.ThrowsAsync<SctpAbortedException>(() => ReadAsync(-1).Bounded());
    }
}
