using System.Buffers;
using SctpConnections.TestShared;

namespace SctpConnections.Tests;

public sealed class DeliveryTests : IClassFixture<LeakCheck>, IAsyncDisposable
{
    private static readonly byte[] s_large = Payloads.Create(20_000, 1);

    private static readonly SctpSendOptions s_elsewhere = new() { Destination = System.Net.IPAddress.Loopback };

    private readonly ScriptedChannel _channel = new() { Outbound = 4 };
    private readonly SctpAssociation _association;

    public DeliveryTests() => _association = Scripted.Associate(_channel, new SctpAssociationOptions { MaxMessageSize = 100_000, SendQueueLimit = 1000 });

    public async ValueTask DisposeAsync()
    {
        _association.Abort("test over");
        await _association.DisposeAsync().Bounded();
    }

    private Task<SctpDelivery> Deliver(SctpSendOptions options = default, CancellationToken cancellationToken = default)
        => _association.DeliverAsync(0, Scripted.Bytes("abc"), options, cancellationToken).AsTask();

    [Fact]
    public async Task DeliverAsync_Reported_CompletesWithWhatWasReported()
    {
        var first = Deliver();
        var second = Deliver();
        await Timeouts.Until(() => _channel.Sent.Count == 2, "both are sent");
        var expired = new SctpDelivery { Status = SctpDeliveryStatus.Expired, UndeliveredBytes = 3, Undelivered = Scripted.Bytes("abc"), CauseCode = 7 };

        _channel.ReportDelivery(1, expired);

        Assert.Equal(expired, await second.Bounded());
        Assert.False(first.IsCompleted);
        _channel.ReportDelivery(0);
        Assert.Equal(default, await first.Bounded());
    }

    [Fact]
    public async Task DeliverAsync_ReportedTwiceOrForNobody_IsIgnored()
    {
        var delivery = Deliver();

        _channel.ReportDelivery(0);
        _channel.ReportDelivery(0, new SctpDelivery { Status = SctpDeliveryStatus.Failed });
        _channel.Sink.OnDelivery(123, default);

        Assert.Equal(default, await delivery.Bounded());
    }

    [Fact]
    public async Task SendAsync_WantsNoResult_HasNoId()
    {
        await _association.SendAsync(0, Scripted.Bytes("x")).Bounded();
        _ = Deliver();
        await Timeouts.Until(() => _channel.Sent.Count == 2, "both are sent");

        Assert.Equal(0u, _channel.Sent[0].DeliveryId);
        Assert.InRange(_channel.Sent[1].DeliveryId, 0x8000_0000u, uint.MaxValue);
    }

    [Theory]
    [InlineData(SctpCloseKind.Abort)]
    [InlineData(SctpCloseKind.Lost)]
    public async Task DeliverAsync_AssociationEnds_AllHaveFailed(SctpCloseKind kind)
    {
        var sent = Deliver();
        _channel.Room = 0;
        var queued = Deliver();
        var waiting = _association.DeliverAsync(0, s_large).AsTask();

        _channel.ReportClosed(new SctpCloseReason(kind, SctpCloseSide.Peer) { CauseCode = 12 });

        var failed = new SctpDelivery { Status = SctpDeliveryStatus.Failed, UndeliveredBytes = 3, CauseCode = 12 };
        Assert.Equal(failed, await sent.Bounded());
        Assert.Equal(failed, await queued.Bounded());
        Assert.Equal(failed with { UndeliveredBytes = s_large.Length }, await waiting.Bounded());
        Assert.Equal(failed, await Deliver().Bounded());
    }

    [Fact]
    public async Task DeliverAsync_ThisSideAborts_HasFailed()
    {
        var delivery = Deliver();

        _association.Abort("enough");

        Assert.Equal(SctpDeliveryStatus.Failed, (await delivery.Bounded()).Status);
    }

    [Fact]
    public async Task DeliverAsync_PeerShutsDown_WhatWasHandedOverIsNotGivenUpYet()
    {
        var delivery = Deliver();

        _channel.Notify(new Notifications.SctpShutdownNotification());

        Assert.False(delivery.IsCompleted);
        _channel.ReportDelivery(0);
        Assert.Equal(default, await delivery.Bounded());
    }

    [Fact]
    public async Task DeliverAsync_CancelledBeforeItWasTaken_DidNotHappen()
    {
        using var source = new CancellationTokenSource();
        _channel.Room = 0;
        var delivery = _association.DeliverAsync(0, s_large, default, source.Token).AsTask();

        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => delivery.Bounded());

        _channel.Room = int.MaxValue;
        _channel.Sink.OnWritable();
        await _association.SendAsync(0, Scripted.Bytes("next")).Bounded();
        await Timeouts.Until(() => _channel.TotalSent > 0, "the next one is sent");
        Assert.Equal("next", Assert.Single(_channel.Sent).Payload.Text());
    }

    [Fact]
    public async Task DeliverAsync_CancelledAfterItWasTaken_OnlyTheWaitingEnds()
    {
        using var source = new CancellationTokenSource();
        var delivery = Deliver(cancellationToken: source.Token);

        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => delivery.Bounded());
        Assert.Single(_channel.Sent);
        _channel.ReportDelivery(0);
    }

    [Fact]
    public async Task DeliverAsync_WrongArguments_Throws()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => _association.DeliverAsync(0, ReadOnlyMemory<byte>.Empty).Bounded());
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => _association.DeliverAsync(4, Scripted.Bytes("x")).Bounded());
        await Assert.ThrowsAsync<SctpMessageTooLongException>(() => _association.DeliverAsync(0, new byte[100_001]).Bounded());
        Assert.Empty(_channel.Sent);
    }

    [Fact]
    public async Task DeliverAsync_OverTheLimit_ThrowsUntilOneIsReported()
    {
        var open = Enumerable.Range(0, DeliveryTable.Limit).Select(_ => Deliver()).ToList();
        await Timeouts.Until(() => _channel.TotalSent == open.Count, "all are sent");

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => Deliver().Bounded());

        Assert.Contains("65536", error.Message, StringComparison.Ordinal);
        _channel.ReportDelivery(0);
        await open[0].Bounded();
        Assert.False(Deliver().IsFaulted);
    }

    [Fact]
    public async Task SendAsync_ContextOfTheAssociationsOwn_Throws()
    {
        var error = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Deliver(new SctpSendOptions { Context = 0x8000_0000 }).Bounded());

        Assert.Equal("Context", error.ParamName);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => _association.SendAsync(0, Scripted.Bytes("x"), new SctpSendOptions { Context = uint.MaxValue }).Bounded());
        await _association.SendAsync(0, Scripted.Bytes("x"), new SctpSendOptions { Context = int.MaxValue }).Bounded();
    }

    [Theory]
    [InlineData(true, true, false, "Lifetime and MaxRetransmissions")]
    [InlineData(true, false, true, "Lifetime and Priority")]
    [InlineData(false, true, true, "MaxRetransmissions and Priority")]
    public async Task SendAsync_TwoPolicies_ThrowsAndNamesBoth(bool hasLifetime, bool hasRetransmissions, bool hasPriority, string both)
    {
        var options = new SctpSendOptions
        {
            Lifetime = hasLifetime ? TimeSpan.FromSeconds(1) : null,
            MaxRetransmissions = hasRetransmissions ? 0u : null,
            Priority = hasPriority ? 1u : null,
        };

        var error = await Assert.ThrowsAsync<ArgumentException>(() => _association.SendAsync(0, Scripted.Bytes("x"), options).Bounded());

        Assert.Contains(both, error.Message, StringComparison.Ordinal);
        var writer = _association.OpenStream(1).Output;
        writer.Write("x"u8);
        await Assert.ThrowsAsync<ArgumentException>(() => writer.FlushAsync(options).Bounded());
        Assert.Empty(_channel.Sent);
    }

    [Fact]
    public async Task SendAsync_RefusedAtOnce_FailsThatSendAlone()
    {
        _channel.Room = 0;
        _channel.RefuseNext = new SctpSendRefusedException("no such address");

        var error = await Assert.ThrowsAsync<SctpSendRefusedException>(() => Deliver(s_elsewhere).Bounded());

        Assert.Equal("no such address", error.Message);
        _channel.Room = int.MaxValue;
        await _association.SendAsync(0, Scripted.Bytes("next")).Bounded();
        await Timeouts.Until(() => _channel.TotalSent > 0, "the next one is sent");
        Assert.Equal("next", Assert.Single(_channel.Sent).Payload.Text());
    }

    [Fact]
    public async Task SendAsync_RefusedInABatch_FailsThatSendAlone()
    {
        _channel.Room = 0;
        var first = _association.SendAsync(0, s_large).AsTask();
        var refused = _association.SendAsync(0, Scripted.Bytes("refused"), s_elsewhere).AsTask();
        var last = _association.SendAsync(0, Scripted.Bytes("last")).AsTask();
        Assert.False(refused.IsCompleted);
        _channel.RefuseNext = new SctpSendRefusedException("no such address");
        _channel.Room = 1;
        _channel.Sending = () =>
        {
            _channel.Sending = null;
            _channel.Room = int.MaxValue;
        };

        _channel.Sink.OnWritable();

        await Task.WhenAll(first, last).Bounded();
        await Assert.ThrowsAsync<SctpSendRefusedException>(() => refused.Bounded());
        Assert.Equal([s_large.Length, 4], _channel.Sent.Select(sent => sent.Payload.Length));
        Assert.Null(_association.CloseReason);
    }
}
