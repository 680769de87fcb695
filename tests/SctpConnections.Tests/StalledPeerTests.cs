using Microsoft.Extensions.Logging;
using SctpConnections.Notifications;
using SctpConnections.TestShared;

namespace SctpConnections.Tests;

public sealed class StalledPeerTests : IClassFixture<LeakCheck>, IAsyncDisposable
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan s_look = s_timeout / 4;

    private readonly TestClock _clock = new();
    private readonly LogCapture _logs = new();
    private readonly MetricCapture _metrics = new();
    private readonly ScriptedChannel _channel = new() { Unacknowledged = 0 };
    private SctpAssociation? _association;

    public async ValueTask DisposeAsync()
    {
        _association?.Abort("test over");
        await (_association?.DisposeAsync() ?? default).Bounded();
        _metrics.Dispose();
    }

    private SctpAssociation Start(SctpStalledPeerPolicy policy = SctpStalledPeerPolicy.Report)
        => _association = Scripted.Associate(
            _channel, new SctpAssociationOptions { StalledPeerTimeout = s_timeout, StalledPeerPolicy = policy, TimeProvider = _clock }, _logs, _metrics);

    private double Stalls => _metrics.Sum("sctp.peer.stalls");

    private void Look(int times = 1)
    {
        for (var i = 0; i < times; i++)
        {
            _clock.Advance(s_look);
        }
    }

    private async Task SendAsync(int bytes, int overhead = 0)
    {
        var total = _channel.TotalSent;
        await _association!.SendAsync(0, new byte[bytes]).Bounded();
        await Timeouts.Until(() => _channel.TotalSent > total, "it is sent");
        _channel.Unacknowledged += bytes + overhead;
    }

    [Fact]
    public async Task Look_NothingIsAcknowledged_ReportsOnce()
    {
        var association = Start();
        await SendAsync(1000, overhead: 234);

        Look(4);
        Assert.Equal(0, Stalls);
        Look(20);

        Assert.Equal(1, Stalls);
        var notification = await association.ReadNotificationsAsync().FirstAsync();
        Assert.Equal(new SctpPeerStalledNotification(1234, s_timeout), notification);
        var entry = Assert.Single(_logs.Entries, entry => entry.Level == LogLevel.Warning);
        Assert.Contains("acknowledged nothing", entry.Message, StringComparison.Ordinal);
        Assert.Null(association.CloseReason);
        Assert.Equal(1234, association.UnacknowledgedBytes);
    }

    [Fact]
    public async Task Look_PolicyAborts_TheAssociationEndsWithTheReason()
    {
        var association = Start(SctpStalledPeerPolicy.Abort);
        await SendAsync(1000);

        Look(5);

        Assert.Equal((SctpCloseKind.Abort, SctpCloseSide.Local), (association.CloseReason?.Kind, association.CloseReason?.Side));
        Assert.StartsWith("the peer acknowledged nothing for 00:00:04", Assert.Single(_channel.Aborts), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Look_NothingIsUnderWayOrTold_NeverStalls()
    {
        Start();
        Look(20);
        _channel.Unacknowledged = null;
        await _association!.SendAsync(0, new byte[1]).Bounded();
        Look(20);

        Assert.Equal(0, Stalls);
    }

    [Fact]
    public async Task Look_BufferConstantlyFull_NeverStallsNorHolds()
    {
        Start();
        await SendAsync(100_000);
        for (var i = 0; i < 50; i++)
        {
            await SendAsync(1000, overhead: 500);
            _channel.Unacknowledged = 100_000;
            Look();
        }

        Assert.Equal(0, Stalls);
    }

    [Fact]
    public async Task Look_AcknowledgementsHiddenByOverhead_HoldsUntilOneShows()
    {
        Start();
        for (var i = 0; i < 5; i++)
        {
            await SendAsync(10, overhead: 5000);
            Look();
        }
        var total = _channel.TotalSent;

        // Held back now, so that the level tells.
        await _association!.SendAsync(0, new byte[10]).Bounded();
        Assert.Equal(total, _channel.TotalSent);
        _channel.Unacknowledged -= 1;
        _clock.Advance(s_timeout / 32);

        await Timeouts.Until(() => _channel.TotalSent == total + 1, "it is let go");
        Assert.Equal(0, Stalls);
    }

    [Fact]
    public async Task Look_HeldAndNothingIsAcknowledged_StallsAndLetsGo()
    {
        Start();
        for (var i = 0; i < 5; i++)
        {
            await SendAsync(10, overhead: 5000);
            Look();
        }
        var total = _channel.TotalSent;
        await _association!.SendAsync(0, new byte[10]).Bounded();

        for (var i = 0; i < 33; i++)
        {
            _clock.Advance(s_timeout / 32);
        }

        Assert.Equal(1, Stalls);
        await Timeouts.Until(() => _channel.TotalSent == total + 1, "it is let go");
    }

    [Fact]
    public async Task Look_StalledAgainAfterItWentOn_ReportsAgain()
    {
        Start();
        await SendAsync(1000);
        Look(5);
        Assert.Equal(1, Stalls);

        _channel.Unacknowledged = 400;
        Look();
        Look(3);
        Assert.Equal(1, Stalls);
        Look();

        Assert.Equal(2, Stalls);
    }

    [Fact]
    public void Start_AssociationThatEndedBefore_LeavesNoTimer()
    {
        _channel.Starting = () => _channel.ReportAbort();

        Start();

        Assert.Equal(0, _clock.ArmedTimers);
    }

    [Fact]
    public async Task Look_SlowPeer_NeverStalls()
    {
        Start();
        await SendAsync(1000);
        for (var i = 0; i < 30; i++)
        {
            Look(3);
            _channel.Unacknowledged--;
        }

        Assert.Equal(0, Stalls);
    }
}
