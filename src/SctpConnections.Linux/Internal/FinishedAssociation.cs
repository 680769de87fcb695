using SctpConnections.Notifications;
using SctpConnections.Providers;

namespace SctpConnections.Linux.Internal;

/// <summary>
/// An association that had ended before it could get a socket of its own, as when a peer connects, sends and shuts down at once.
/// The peer was told that its messages arrived, so they are handed on, and the end after them.
/// </summary>
internal sealed class FinishedAssociation(SctpEndPoint localEndPoint, SctpEndPoint remoteEndPoint, int maxSendMessageSize) : SctpAssociationChannel, IThreadPoolWorkItem
{
    private readonly Lock _gate = new();
    private readonly Queue<QueuedItem> _items = [];
    private SctpAssociationSink? _sink;
    private SctpMessageInfo _lastPart;
    private PumpState _pump;
    private SctpCloseReason? _end;
    private bool _isComplete;
    private bool _isClosed;

    public override SctpEndPoint LocalEndPoint => localEndPoint;

    public override SctpEndPoint RemoteEndPoint => remoteEndPoint;

    public override int OutboundStreams => Change?.OutboundStreams ?? 0;

    public override int InboundStreams => Change?.InboundStreams ?? 0;

    public override int MaxSendMessageSize => maxSendMessageSize;

    private SctpAssociationChangeNotification? Change { get; set; }

    /// <summary>From the listener: what it read of the association. Its receive buffer bounds it.</summary>
    public void Add(QueuedItem item)
    {
        if (Change is null && item.IsNotification)
        {
            Change = NotificationReader.Read(item.Data) as SctpAssociationChangeNotification;
        }
        lock (_gate)
        {
            if (_isClosed)
            {
                return;
            }
            _items.Enqueue(item);
        }
        ResumeReceive();
    }

    /// <summary>From the listener: nothing more will come.</summary>
    public void Complete()
    {
        lock (_gate)
        {
            _isComplete = true;
        }
        ResumeReceive();
    }

    public override void Start(SctpAssociationSink sink)
    {
        lock (_gate)
        {
            _sink = sink;
        }
        ResumeReceive();
    }

    public override SctpSendStatus TrySend(ReadOnlySpan<SctpOutboundMessage> messages, out int sent)
    {
        sent = 0;
        return SctpSendStatus.Closed;
    }

    public override void ResumeReceive()
    {
        lock (_gate)
        {
            if (_sink is null)
            {
                return;
            }
        }
        if (_pump.TryStart())
        {
            Schedule(this);
        }
    }

    /// <summary>The peer has done so already; the end is reported after the last message.</summary>
    public override void Shutdown()
    {
    }

    public override void Abort(string? text) => Close();

    public override void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            _items.Clear();
        }
    }

    public void Execute()
    {
        var isOver = false;
        while (!_sink!.IsReceivePaused && TryTake(out var item, out isOver))
        {
            Deliver(item!);
        }
        if (isOver)
        {
            _sink.OnClosed(_end ?? EndTracker.Unread);
        }
        if (!_pump.TryStop(wantsMore: false))
        {
            Schedule(this);
        }
        _sink.OnBatchEnd();
    }

    private bool TryTake(out QueuedItem? item, out bool isOver)
    {
        lock (_gate)
        {
            var isTaken = _items.TryDequeue(out item);
            isOver = !isTaken && _isComplete && !_isClosed;
            _isClosed |= isOver;
            return isTaken;
        }
    }

    private void Deliver(QueuedItem item)
    {
        if (!item.IsNotification)
        {
            if (!item.Info.IsEndOfMessage)
            {
                _lastPart = item.Info;
            }
            HandOn(item, _sink!);
            return;
        }
        var notification = NotificationReader.Read(item.Data);
        switch (notification)
        {
            case null:
                return;
            case SctpPartialDeliveryNotification:
                notification = new SctpPartialDeliveryNotification(_lastPart.StreamId, _lastPart.IsUnordered);
                break;
            case SctpAssociationChangeNotification change:
                _end ??= Explain(change);
                break;
        }
        _sink!.OnNotification(notification);
    }

    /// <summary>Gives a message that was read elsewhere to the engine.</summary>
    public static void HandOn(QueuedItem item, SctpAssociationSink sink)
    {
        for (var position = 0; position < item.Data.Length;)
        {
            var length = Math.Min(item.Data.Length - position, MessageBlock.Size);
            var block = MessageBlock.Rent(length);
            item.Data.AsSpan(position, length).CopyTo(block.Free);
            position += length;
            sink.OnMessage(item.Info with { IsEndOfMessage = item.Info.IsEndOfMessage && position == item.Data.Length }, block, block.Commit(length), length);
            block.Park();
        }
    }

    /// <summary>No socket's error tells who gave up, but whoever dies so young was aborted by its peer, unless a cause without text says that we did.</summary>
    private static SctpCloseReason? Explain(SctpAssociationChangeNotification change) => change.State switch
    {
        SctpAssociationChange.ShutdownComplete => new SctpCloseReason(SctpCloseKind.Shutdown, SctpCloseSide.Peer),
        SctpAssociationChange.Lost or SctpAssociationChange.CannotStart => new SctpCloseReason(
            SctpCloseKind.Abort, change.CauseCode is not null && change.CauseText is null ? SctpCloseSide.Network : SctpCloseSide.Peer)
        {
            CauseCode = change.CauseCode,
            Text = change.CauseText,
        },
        _ => null,
    };
}
