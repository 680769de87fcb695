using SctpConnections.Linux.Interop;
using SctpConnections.Notifications;
using SctpConnections.Providers;

namespace SctpConnections.Linux.Internal;

/// <summary>
/// Finds out what became of messages. The kernel says which ones it gave up (SEND_FAILED) and, for the others, only when all are
/// through: then its send queue is empty. SENDER_DRY tells when to look, but it may be older than the last message, so that the
/// queue itself is asked, under the gate that sending takes too. What is through by then has its SEND_FAILED, if any, in the
/// receive queue, so results are given once that was read to its end.
/// </summary>
internal sealed class DeliveryTracker : IDisposable
{
    /// <summary>Answer of <see cref="Send"/>: there is no room, and a wake-up comes when there is.</summary>
    public const int Held = -1;

    // Under constant load the queue never runs dry. A result that waits longer than this holds new messages back until it does.
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(200);

    private readonly Lock _gate = new();
    private readonly SafeSctpHandle _handle;
    private readonly SctpAssociationOptions _options;
    private readonly SctpAssociationSink _sink;
    private readonly Action _wake;
    private readonly ITimer _timer;
    private readonly Dictionary<uint, OpenDelivery> _open = [];
    private readonly Dictionary<(ushort StreamId, int Policy), PolicyGroup> _groups = [];
    private readonly List<OpenDelivery> _returned = [];
    private long _waitingSince;
    private long _last;
    private long _through;
    private long _settled;
    private long _unread;
    private bool _isSubscribed;
    private bool _isTicking;
    private bool _isHolding;
    private bool _sawDry;
    private bool _isClosed;

    /// <param name="handle">The socket.</param>
    /// <param name="options">Clock, and whether the user wants SENDER_DRY too.</param>
    /// <param name="sink">Gets the results.</param>
    /// <param name="wake">Called from any thread when sending and receiving are to be tried again.</param>
    public DeliveryTracker(SafeSctpHandle handle, SctpAssociationOptions options, SctpAssociationSink sink, Action wake)
    {
        _handle = handle;
        _options = options;
        _sink = sink;
        _wake = wake;
        _isSubscribed = options.NotifySenderDry;
        _timer = options.TimeProvider.CreateTimer(static state => ((DeliveryTracker)state!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Up to which message all are through; to be read before receiving, for <see cref="OnDrained"/>.</summary>
    public long Through => Volatile.Read(ref _through);

    public static bool IsWanted(ReadOnlySpan<SctpOutboundMessage> messages)
    {
        foreach (ref readonly var message in messages)
        {
            if (message.DeliveryId != 0)
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>Sends as <see cref="SendBatch.Send"/>, and keeps account of those whose results are wanted.</summary>
    public int Send(int descriptor, int port, bool mayBundle, ReadOnlySpan<SctpOutboundMessage> messages, out int sent)
    {
        lock (_gate)
        {
            // A message with a priority makes room itself, by having others given up, so it must come through.
            if (_isHolding && messages[0].Options.Priority is null)
            {
                sent = 0;
                return Held;
            }
            var isWanted = IsWanted(messages);
            if (isWanted)
            {
                OpenGroups(descriptor, messages);
            }
            // What is held back for company could wait for messages that are held here.
            var error = SendBatch.Send(descriptor, port, mayBundle && !isWanted && _open.Count == 0, messages, out sent);
            if (isWanted)
            {
                Add(messages[..sent]);
                Watch(descriptor);
            }
            return error;
        }
    }

    /// <summary>From the receiver. Returns what the user is to see, or null for nothing.</summary>
    public SctpNotification? OnNotification(SctpNotification notification)
    {
        switch (notification)
        {
            case SctpSenderDryNotification:
                _sawDry = true;
                return _options.NotifySenderDry ? notification : null;
            case SctpSendFailedNotification failed:
                lock (_gate)
                {
                    if (!_open.TryGetValue(failed.Options.Context, out var delivery))
                    {
                        return notification;
                    }
                    if (!delivery.IsReturned)
                    {
                        _returned.Add(delivery);
                    }
                    delivery.OnReturned(failed);
                    return failed with { Options = failed.Options with { Context = delivery.Context } };
                }
            default:
                return notification;
        }
    }

    /// <summary>
    /// The receiver has read all there was while the association lived: gives the results that are certain by that. True when it has
    /// to read again, because more messages are through meanwhile.
    /// </summary>
    /// <param name="through"><see cref="Through"/> as it was before it read.</param>
    /// <param name="descriptor">The socket.</param>
    public bool OnDrained(long through, int descriptor)
    {
        List<(uint, SctpDelivery)>? results = null;
        bool mustReadAgain, mustWake;
        lock (_gate)
        {
            var wasHolding = _isHolding;
            foreach (var delivery in _returned)
            {
                Close(delivery, delivery.Undelivered(delivery.Group is null ? SctpDeliveryStatus.Failed : SctpDeliveryStatus.Expired), ref results);
            }
            _returned.Clear();
            Settle(through, ref results);
            if (_sawDry)
            {
                _sawDry = false;
                FindThrough(descriptor);
            }
            mustReadAgain = _open.Count > 0 && _through > through;
            _isHolding &= _open.Count > 0;
            mustWake = wasHolding && !_isHolding;
        }
        Report(results);
        if (mustWake)
        {
            _wake();
        }
        return mustReadAgain;
    }

    /// <summary>The association is over, and all that it left was read. A shutdown completes only when all is acknowledged or given up.</summary>
    public void OnClosed(SctpCloseReason reason)
    {
        List<(uint, SctpDelivery)>? results = null;
        lock (_gate)
        {
            _isClosed = true;
            foreach (var delivery in _returned)
            {
                Close(delivery, delivery.Undelivered(SctpDeliveryStatus.Failed, reason.CauseCode), ref results);
            }
            _returned.Clear();
            Settle(_through, ref results);
            foreach (var delivery in _open.Values)
            {
                // Whether a policy gave up a message can no longer be asked, so it does not count as acknowledged.
                var isAcknowledged = reason.Kind == SctpCloseKind.Shutdown && delivery.Group is null;
                Close(delivery, isAcknowledged ? default : delivery.Undelivered(SctpDeliveryStatus.Failed, reason.CauseCode), ref results);
            }
            _isHolding = false;
        }
        Report(results);
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isClosed = true;
        }
        _timer.Dispose();
    }

    private void OpenGroups(int descriptor, ReadOnlySpan<SctpOutboundMessage> messages)
    {
        foreach (ref readonly var message in messages)
        {
            var key = (message.StreamId, SendBatch.PolicyOf(message.Options, out _));
            if (message.DeliveryId != 0 && key.Item2 != SctpConstants.SCTP_PR_SCTP_NONE && !_groups.ContainsKey(key))
            {
                _groups.Add(key, new PolicyGroup(descriptor, message.StreamId, key.Item2));
            }
        }
    }

    private void Add(ReadOnlySpan<SctpOutboundMessage> messages)
    {
        foreach (ref readonly var message in messages)
        {
            if (message.DeliveryId == 0)
            {
                continue;
            }
            if (_open.Count == 0 || _last == _through)
            {
                _waitingSince = _options.TimeProvider.GetTimestamp();
            }
            _open[message.DeliveryId] = new OpenDelivery
            {
                Id = message.DeliveryId,
                Context = message.Options.Context,
                Length = (int)message.Payload.Length,
                Number = ++_last,
                Group = _groups.GetValueOrDefault((message.StreamId, SendBatch.PolicyOf(message.Options, out _))),
            };
        }
    }

    /// <summary>Has the kernel tell when all is through. It tells at once when that is so already, so nothing is missed.</summary>
    private void Watch(int descriptor)
    {
        if (_open.Count == 0 || _isClosed)
        {
            return;
        }
        if (!_isSubscribed)
        {
            _isSubscribed = true;
            SendState.NotifyDry(descriptor, isOn: true);
        }
        if (!_isTicking)
        {
            _isTicking = true;
            _timer.Change(s_patience, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Under the gate: when the send queue is empty, all that was handed over is through.</summary>
    private bool FindThrough(int descriptor)
    {
        // In this order: the end of the association empties the queue too.
        if (_through == _last || SendState.QueuedBytes(descriptor) != 0 || !SendState.IsAlive(descriptor))
        {
            return false;
        }
        Volatile.Write(ref _through, _last);
        foreach (var group in _groups.Values)
        {
            group.Close(descriptor);
        }
        _groups.Clear();
        _isHolding = false;
        return true;
    }

    /// <summary>Under the gate: closes what is through, up to a message, and was not returned.</summary>
    private void Settle(long through, ref List<(uint, SctpDelivery)>? results)
    {
        if (through == _settled)
        {
            // Nothing new is through, and there may be many that are not.
            return;
        }
        _settled = through;
        foreach (var delivery in _open.Values)
        {
            if (delivery.Number <= through && !delivery.IsReturned)
            {
                Close(delivery, delivery.Group is { HasUnnamed: true } ? delivery.Undelivered(SctpDeliveryStatus.Expired) : default, ref results);
            }
        }
    }

    private void Close(OpenDelivery delivery, in SctpDelivery result, ref List<(uint, SctpDelivery)>? results)
    {
        // Taking out of a dictionary while going through it is allowed.
        _open.Remove(delivery.Id);
        if (delivery is { IsReturned: true, Group: { } group })
        {
            group.Returned++;
        }
        (results ??= []).Add((delivery.Id, result));
    }

    private void Report(List<(uint Id, SctpDelivery Result)>? results)
    {
        if (results is null)
        {
            return;
        }
        foreach (var (id, result) in results)
        {
            _sink.OnDelivery(id, result);
        }
    }

    private void OnTimer()
    {
        if (!_handle.TryHold())
        {
            return;
        }
        List<(uint, SctpDelivery)>? results = null;
        var mustWake = false;
        try
        {
            lock (_gate)
            {
                if (_isClosed)
                {
                    return;
                }
                var wasHolding = _isHolding;
                if (_unread == _through && _unread > 0 && SendState.IsAlive(_handle.Descriptor))
                {
                    // Through since the last time, and nobody reads on: perhaps because those who should await these very results.
                    SettleUnread(_unread, ref results);
                }
                mustWake = FindThrough(_handle.Descriptor);
                _unread = _through;
                if (_open.Count == 0)
                {
                    _isHolding = false;
                    StopWatching();
                }
                else if (_last > _through && _options.TimeProvider.GetElapsedTime(_waitingSince) >= s_patience)
                {
                    _isHolding = true;
                }
                mustWake |= wasHolding && !_isHolding;
                if (_isTicking)
                {
                    _timer.Change(s_patience, Timeout.InfiniteTimeSpan);
                }
            }
        }
        finally
        {
            _handle.DangerousRelease();
        }
        Report(results);
        if (mustWake)
        {
            _wake();
        }
    }

    private void SettleUnread(long through, ref List<(uint, SctpDelivery)>? results)
    {
        foreach (var delivery in _open.Values)
        {
            if (delivery.Number <= through && !delivery.IsReturned && delivery.Group is null or { HasUnnamed: false })
            {
                Close(delivery, default, ref results);
            }
        }
    }

    private void StopWatching()
    {
        _isTicking = false;
        if (!_options.NotifySenderDry)
        {
            _isSubscribed = false;
            SendState.NotifyDry(_handle.Descriptor, isOn: false);
        }
    }
}
