using SctpConnections.Linux.Interop;
using SctpConnections.Notifications;
using SctpConnections.Providers;

namespace SctpConnections.Linux.Internal;

/// <summary>
/// The receiving half of an association: takes batches from the kernel, hands on what they bring, and finds out when the association
/// is over. The pump of the association sees to it that one thread at a time receives.
/// </summary>
internal sealed class KernelReceiver(KernelAssociation association, SafeSctpHandle handle, KernelSender sender)
{
    private ReceiveBatch _batch = new();
    private SctpAssociationSink? _sink;
    private byte[]? _partialNotification;
    private EndTracker _end;

    // The last part of a message that is not whole: the kernel says stream 0 when it gives one up, whichever it was.
    private SctpMessageInfo _lastPart;
    private QueuedItem? _first;
    private int _sendError;

    // When the end has come, what is left is read even beyond the receive limit, or nobody who waits to send would learn of it.
    // The kernel's receive buffer bounds it.
    private volatile bool _readsToEnd;
    private volatile bool _isAborting;
    private bool _isOver;

    /// <summary>Whether the end of the kernel's association was reported.</summary>
    public bool IsOver => Volatile.Read(ref _isOver);

    /// <summary>Before <see cref="Start"/>: what a listener had to read to learn of the association.</summary>
    public void SetFirst(QueuedItem item) => _first = item;

    /// <summary>Before anything is received: the sink gets it.</summary>
    public void Start(SctpAssociationSink sink) => _sink = sink;

    /// <summary>From any thread: the end has come.</summary>
    public void ReadToEnd() => _readsToEnd = true;

    /// <summary>From any thread: this side aborts. The kernel tells also of one's own ABORT, like of any other; nobody is to hear of it.</summary>
    public void Abort() => _isAborting = true;

    /// <summary>From any thread: sending failed for good. The next <see cref="Receive"/> reports it.</summary>
    public void OnSendError(int error)
    {
        if (_end.OnSendError(error))
        {
            _readsToEnd = true;
        }
        else
        {
            Volatile.Write(ref _sendError, error);
        }
    }

    /// <summary>Whether the receive limit allows it. A socket that was peeled off does not say that the association is over, so who is paused has to ask.</summary>
    public bool MayReceive()
    {
        if (_readsToEnd || !_sink!.IsReceivePaused)
        {
            return true;
        }
        if (_isOver || !handle.TryHold())
        {
            return false;
        }
        _readsToEnd = !SendState.IsAlive(handle.Descriptor);
        handle.DangerousRelease();
        return _readsToEnd;
    }

    /// <summary>Receives one batch. True when there may be more.</summary>
    public bool Receive()
    {
        if (Volatile.Read(ref _sendError) is not 0 and var sendError)
        {
            ReportClosed(EndTracker.FromError(sendError));
            return false;
        }
        if (_isOver || _isAborting || !handle.TryHold())
        {
            return false;
        }
        try
        {
            if (_first is { } first)
            {
                _first = null;
                TakeFirst(first);
            }
            var through = sender.Deliveries?.Through ?? 0;
            var outcome = _batch.Receive(handle.Descriptor, this, out var error);
            if (outcome == ReceiveBatch.Outcome.More)
            {
                return true;
            }
            if (outcome == ReceiveBatch.Outcome.Failed && _end.OnReceiveError(error))
            {
                _readsToEnd = true;
                return true;
            }
            if (FindEnd(outcome, error) is { } reason)
            {
                ReportClosed(reason);
                return false;
            }
            if (outcome == ReceiveBatch.Outcome.Failed)
            {
                association.RetryLater();
                return false;
            }
            return sender.Deliveries is { } deliveries && deliveries.OnDrained(through, handle.Descriptor);
        }
        finally
        {
            handle.DangerousRelease();
        }
    }

    /// <summary>From the batch: a message or a part of one.</summary>
    public void OnMessage(in SctpMessageInfo info, MessageBlock block, int offset, int length)
    {
        if (!info.IsEndOfMessage)
        {
            _lastPart = info;
        }
        _sink!.OnMessage(info, block, offset, length);
    }

    /// <summary>From the batch: a notification or a part of one.</summary>
    public void OnNotification(ReadOnlySpan<byte> data, bool isEnd)
    {
        if (_partialNotification is not null || !isEnd)
        {
            _partialNotification = [.. _partialNotification ?? [], .. data];
            if (!isEnd)
            {
                return;
            }
            data = _partialNotification;
            _partialNotification = null;
        }
        if (!_isAborting && NotificationReader.Read(data) is { } notification)
        {
            Report(notification);
        }
    }

    private void TakeFirst(QueuedItem first)
    {
        if (first.IsNotification)
        {
            OnNotification(first.Data, isEnd: true);
            return;
        }
        if (!first.Info.IsEndOfMessage)
        {
            _lastPart = first.Info;
        }
        FinishedAssociation.HandOn(first, _sink!);
    }

    private void Report(SctpNotification notification)
    {
        switch (notification)
        {
            case SctpPartialDeliveryNotification:
                notification = new SctpPartialDeliveryNotification(_lastPart.StreamId, _lastPart.IsUnordered);
                break;
            case SctpStreamChangeNotification:
            case SctpPeerAddressChangeNotification { State: SctpPeerAddressState.Added or SctpPeerAddressState.Removed or SctpPeerAddressState.MadePrimary }:
                association.ReadStatus();
                break;
            case SctpAssociationChangeNotification { State: SctpAssociationChange.Restarted } restart:
                association.SetStreams(restart.OutboundStreams, restart.InboundStreams);
                break;
        }
        _end.OnNotification(notification, handle.Descriptor);
        if (sender.Deliveries is { } deliveries)
        {
            if (deliveries.OnNotification(notification) is not { } seen)
            {
                return;
            }
            notification = seen;
        }
        _sink!.OnNotification(notification);
    }

    /// <summary>All is read: why the association is over, or null when it lives.</summary>
    private SctpCloseReason? FindEnd(ReceiveBatch.Outcome outcome, int error)
    {
        if (_end.OnDrained() is { } reason)
        {
            return reason;
        }
        if (outcome == ReceiveBatch.Outcome.EndOfInput && !_end.IsShuttingDown && !SendState.IsAlive(handle.Descriptor))
        {
            return EndTracker.Unread;
        }
        return outcome == ReceiveBatch.Outcome.Failed && error is not (Errno.ENOBUFS or Errno.ENOMEM) ? EndTracker.FromError(error) : null;
    }

    private void ReportClosed(SctpCloseReason reason)
    {
        if (!_isOver && !_isAborting)
        {
            // A fault leaves the kernel's association behind; closing the socket then aborts it.
            Volatile.Write(ref _isOver, reason.Kind != SctpCloseKind.Fault);
            sender.Deliveries?.OnClosed(reason);
            _sink!.OnClosed(reason);
        }
    }
}
