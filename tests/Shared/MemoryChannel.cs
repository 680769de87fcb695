using System.Buffers;
using SctpConnections.Notifications;
using SctpConnections.Providers;

namespace SctpConnections.TestShared;

/// <summary>One end of an association in memory. What is under way to it waits in its inbox, whose size is the window.</summary>
internal sealed class MemoryChannel : SctpAssociationChannel, IThreadPoolWorkItem
{
    private const int BatchSize = 64;

    private readonly MemoryOptions _memory;
    private readonly Lock _gate;
    private readonly Queue<MemoryItem> _inbox = new();
    private readonly List<MemoryItem> _open = [];
    private readonly ushort[] _sequences;
    private MemoryChannel _peer = null!;
    private SctpAssociationSink? _sink;
    private int _inboxBytes;
    private int _turn;
    private uint _transmission;
    private bool _isPumping;
    private bool _isPaused;
    private bool _wasResumed;
    private bool _isBlocked;
    private bool _isSendClosed;
    private bool _isOver;

    private MemoryChannel(MemoryOptions memory, Lock gate, SctpEndPoint local, SctpEndPoint remote, int outbound, int inbound, int maxMessage)
    {
        _memory = memory;
        _gate = gate;
        LocalEndPoint = local;
        RemoteEndPoint = remote;
        OutboundStreams = outbound;
        InboundStreams = inbound;
        MaxSendMessageSize = maxMessage;
        _sequences = new ushort[outbound];
    }

    public override SctpEndPoint LocalEndPoint { get; }

    public override SctpEndPoint RemoteEndPoint { get; }

    public override int OutboundStreams { get; }

    public override int InboundStreams { get; }

    public override int MaxSendMessageSize { get; }

    public static (MemoryChannel Client, MemoryChannel Server) CreatePair(
        MemoryOptions memory, SctpEndPoint clientEndPoint, SctpAssociationOptions client, SctpEndPoint serverEndPoint, SctpAssociationOptions server)
    {
        var gate = new Lock();
        var up = Math.Min(client.OutboundStreams, server.InboundStreams);
        var down = Math.Min(server.OutboundStreams, client.InboundStreams);
        var left = new MemoryChannel(memory, gate, clientEndPoint, serverEndPoint, up, down, client.SendBufferSize);
        var right = new MemoryChannel(memory, gate, serverEndPoint, clientEndPoint, down, up, server.SendBufferSize);
        (left._peer, right._peer) = (right, left);
        left.Report(SctpAssociationChange.Up);
        right.Report(SctpAssociationChange.Up);
        return (left, right);
    }

    public override void Start(SctpAssociationSink sink)
    {
        lock (_gate)
        {
            _sink = sink;
            StartPump();
        }
    }

    public override SctpSendStatus TrySend(ReadOnlySpan<SctpOutboundMessage> messages, out int sent)
    {
        var status = Take(messages, out sent);
        foreach (var message in messages[..sent])
        {
            if (message.DeliveryId != 0)
            {
                // In memory it arrives by being sent.
                _sink!.OnDelivery(message.DeliveryId, default);
            }
        }
        return status;
    }

    private SctpSendStatus Take(ReadOnlySpan<SctpOutboundMessage> messages, out int sent)
    {
        sent = 0;
        lock (_gate)
        {
            foreach (var message in messages)
            {
                if (_isSendClosed)
                {
                    return SctpSendStatus.Closed;
                }
                var length = (int)message.Payload.Length;
                if (_peer._inboxBytes > 0 && _peer._inboxBytes + length > _memory.Window)
                {
                    _isBlocked = true;
                    return SctpSendStatus.WouldBlock;
                }
                _peer._inboxBytes += length;
                _peer._inbox.Enqueue(new MemoryItem { Info = Describe(message), Payload = message.Payload.ToArray() });
                sent++;
                _peer.StartPump();
            }
        }
        return SctpSendStatus.Done;
    }

    public override void ResumeReceive()
    {
        lock (_gate)
        {
            _wasResumed = true;
            if (_isPaused)
            {
                _isPaused = false;
                StartPump();
            }
        }
    }

    public override void Shutdown()
    {
        lock (_gate)
        {
            if (_isSendClosed)
            {
                return;
            }
            _isSendClosed = _peer._isSendClosed = true;
            _peer._inbox.Enqueue(new MemoryItem { Notification = new SctpShutdownNotification() });
            End(SctpAssociationChange.ShutdownComplete, new SctpCloseReason(SctpCloseKind.Shutdown, SctpCloseSide.Local));
            _peer.End(SctpAssociationChange.ShutdownComplete, new SctpCloseReason(SctpCloseKind.Shutdown, SctpCloseSide.Peer));
        }
    }

    public override void Abort(string? text)
    {
        lock (_gate)
        {
            if (_isOver)
            {
                return;
            }
            _isOver = true;
            Clear();
            if (!_isSendClosed)
            {
                _isSendClosed = _peer._isSendClosed = true;
                _peer.End(SctpAssociationChange.Lost, new SctpCloseReason(SctpCloseKind.Abort, SctpCloseSide.Peer)
                {
                    CauseCode = SctpErrorCause.UserInitiatedAbort,
                    Text = text,
                });
            }
        }
    }

    public override void Close() => Abort(null);

    public void Drop()
    {
        lock (_gate)
        {
            if (!_isSendClosed)
            {
                _isSendClosed = _peer._isSendClosed = true;
                var reason = new SctpCloseReason(SctpCloseKind.Lost, SctpCloseSide.Network);
                End(SctpAssociationChange.Lost, reason);
                _peer.End(SctpAssociationChange.Lost, reason);
            }
        }
    }

    /// <summary>Delivers one batch. The next one may begin on another thread while the readers of this one still run.</summary>
    public void Execute()
    {
        var sink = _sink!;
        var block = MessageBlock.Rent(1);
        var isPaused = false;
        for (var count = 0; count < BatchSize && !(isPaused = TryPause(sink)) && Take() is { } item; count++)
        {
            Deliver(sink, item, ref block);
        }
        block.Park();
        MemoryChannel? writable = null;
        lock (_gate)
        {
            if (!isPaused)
            {
                _isPumping = false;
                StartPump();
            }
            if (_peer._isBlocked && _inboxBytes < _memory.Window)
            {
                _peer._isBlocked = false;
                writable = _peer;
            }
        }
        sink.OnBatchEnd();
        writable?._sink?.OnWritable();
    }

    private void Deliver(SctpAssociationSink sink, MemoryItem item, ref MessageBlock block)
    {
        if (item.Payload is { } payload)
        {
            var length = Math.Min(_memory.PartSize, payload.Length - item.Delivered);
            if (block.Free.Length < length)
            {
                block.Park();
                block = MessageBlock.Rent(length);
            }
            payload.AsSpan(item.Delivered, length).CopyTo(block.Free);
            item.Delivered += length;
            var isEnd = item.Delivered == payload.Length;
            lock (_gate)
            {
                _inboxBytes = Math.Max(0, _inboxBytes - length);
                if (isEnd)
                {
                    _open.Remove(item);
                }
            }
            sink.OnMessage(item.Info with { IsEndOfMessage = isEnd }, block, block.Commit(length), length);
        }
        else if (item.Notification is { } notification)
        {
            sink.OnNotification(notification);
        }
        else
        {
            sink.OnClosed(item.Close!);
        }
    }

    /// <summary>What to deliver next: a part of a message that is open, in turn, or the next thing in the inbox.</summary>
    private MemoryItem? Take()
    {
        lock (_gate)
        {
            if (_isOver)
            {
                return null;
            }
            while (_open.Count < _memory.Interleaved && _inbox.TryPeek(out var next) && next.Payload is not null && !IsOpen(next.Info))
            {
                _open.Add(_inbox.Dequeue());
            }
            if (_open.Count > 0)
            {
                return _open[_turn++ % _open.Count];
            }
            if (!_inbox.TryDequeue(out var item))
            {
                return null;
            }
            _isOver = item.Close is not null;
            return item;
        }
    }

    private bool IsOpen(in SctpMessageInfo info)
    {
        foreach (var item in _open)
        {
            if (item.Info.StreamId == info.StreamId && item.Info.IsUnordered == info.IsUnordered)
            {
                return true;
            }
        }
        return false;
    }

    private bool TryPause(SctpAssociationSink sink)
    {
        lock (_gate)
        {
            _wasResumed = false;
        }
        if (!sink.IsReceivePaused)
        {
            return false;
        }
        lock (_gate)
        {
            if (_wasResumed)
            {
                return false;
            }
            _isPaused = true;
            _isPumping = false;
            return true;
        }
    }

    private void StartPump()
    {
        if (_sink is not null && !_isPumping && !_isPaused && !_isOver && (_inbox.Count > 0 || _open.Count > 0))
        {
            _isPumping = true;
            Schedule(this);
        }
    }

    private void Report(SctpAssociationChange change)
        => _inbox.Enqueue(new MemoryItem { Notification = new SctpAssociationChangeNotification(change, (ushort)OutboundStreams, (ushort)InboundStreams) });

    private void End(SctpAssociationChange change, SctpCloseReason reason)
    {
        Report(change);
        _inbox.Enqueue(new MemoryItem { Close = reason });
        StartPump();
    }

    private void Clear()
    {
        _inbox.Clear();
        _open.Clear();
        _inboxBytes = 0;
    }

    private SctpMessageInfo Describe(in SctpOutboundMessage message) => new()
    {
        StreamId = message.StreamId,
        StreamSequenceNumber = message.Options.IsUnordered ? (ushort)0 : _sequences[message.StreamId]++,
        PayloadProtocolIdentifier = message.Options.PayloadProtocolIdentifier,
        IsUnordered = message.Options.IsUnordered,
        TransmissionSequenceNumber = _transmission++,
    };
}
