using SctpConnections.Notifications;
using SctpConnections.Providers;

namespace SctpConnections;

/// <summary>
/// The receiving half of an association: it puts parts together, hands messages to the view that reads, and keeps the limits.
/// The provider calls it from one thread at a time; readers come from any. One gate guards it all; no user code runs under it,
/// and no other lock is taken under it.
/// </summary>
internal sealed class AssociationReceiver : SctpAssociationSink, IThreadPoolWorkItem
{
    private readonly SctpAssociation _association;
    private readonly SctpAssociationOptions _options;
    private readonly List<IInboundWaiter> _ready = [];
    private Reassembly _reassembly;
    private MessageQueue _messages;
    private StreamTable? _streams;
    private MessageReader? _messageReader;
    private SctpStreamReader? _defaultStream;
    private ReadView _view;
    private int _buffered;
    private int _undelivered;
    private BatchTally _batch;
    private bool _isPaused;
    private bool _isDiscarding;

    public AssociationReceiver(SctpAssociation association, SctpAssociationOptions options)
    {
        _association = association;
        _options = options;
        _reassembly = new Reassembly(options);
        Notifications = new NotificationQueue(this, options.NotificationLimit);
    }

    public Lock Gate { get; } = new();

    public NotificationQueue Notifications { get; }

    /// <summary>Under the gate: why nothing more will arrive, or null while more may.</summary>
    public SctpCloseReason? EndReason { get; private set; }

    /// <summary>Whether messages wait that a reader is about to take: then answers are worth batching.</summary>
    public bool HasUndelivered => _view != ReadView.None && Volatile.Read(ref _undelivered) > 0;

    /// <summary>Unread bytes with their overhead, as the limits see them.</summary>
    public int Buffered => Volatile.Read(ref _buffered);

    public StreamTable Streams
    {
        get
        {
            lock (Gate)
            {
                return _streams ??= new StreamTable(_association, this);
            }
        }
    }

    public MessageReader Messages
    {
        get
        {
            lock (Gate)
            {
                return _messageReader ??= new MessageReader(this);
            }
        }
    }

    public override bool IsReceivePaused
    {
        get
        {
            lock (Gate)
            {
                if (_buffered < _options.ReceiveLimit || _isDiscarding)
                {
                    return false;
                }
                if (_isPaused)
                {
                    return true;
                }
                _isPaused = true;
            }
            _association.Metrics.ReceivePaused(_association);
            return true;
        }
    }

    /// <summary>Under the gate: makes a view the reader, or throws when another one is.</summary>
    /// <param name="view">The view.</param>
    /// <param name="defaultStream">The reader, when the view is the default stream.</param>
    public void Claim(ReadView view, SctpStreamReader? defaultStream = null)
    {
        if (_view == view)
        {
            return;
        }
        if (_view != ReadView.None)
        {
            throw new InvalidOperationException(
                $"This association is already read through {Describe(_view)}, so it cannot be read through {Describe(view)} as well; sending is open to both.");
        }
        _view = view;
        _defaultStream = view == ReadView.DefaultStream ? defaultStream : null;
        var waiting = _messages;
        _messages = default;
        while (waiting.Dequeue() is { } message)
        {
            _undelivered--;
            _buffered -= MessageQueue.Charge(message);
            Deliver(message);
        }
        // Whoever the messages went to is the caller, or will look for itself; nobody can be waiting yet.
        if (!_batch.IsEmpty)
        {
            // The provider may never have another batch.
            _association.Channel.Schedule(this);
        }
    }

    public override void OnMessage(in SctpMessageInfo info, MessageBlock block, int offset, int length)
    {
        lock (Gate)
        {
            if (_isDiscarding)
            {
                return;
            }
            var message = _reassembly.Add(MessageSegment.Rent(block, offset, length, info), out var error);
            if (error is not null)
            {
                AbortAtBatchEnd(error);
            }
            else if (message is not null)
            {
                _batch.Messages++;
                _batch.Bytes += message.Length;
                Deliver(message);
            }
        }
    }

    public override void OnNotification(SctpNotification notification)
    {
        lock (Gate)
        {
            if (notification is SctpPartialDeliveryNotification partial)
            {
                _reassembly.Drop(partial.StreamId);
            }
            else if (notification is SctpAssociationChangeNotification { State: SctpAssociationChange.Restarted })
            {
                // The peer knows nothing of what it had begun: the next part would end up behind another message's.
                _reassembly.Clear();
            }
            Notifications.Add(notification);
        }
        _association.OnNotification(notification);
    }

    /// <summary>From any thread: a notification of the engine's own.</summary>
    public void AddNotification(SctpNotification notification)
    {
        lock (Gate)
        {
            Notifications.Add(notification);
        }
        _association.Channel.Schedule(this);
    }

    public override void OnClosed(SctpCloseReason reason) => _association.OnClosed(reason);

    public override void OnDelivery(uint deliveryId, in SctpDelivery result) => _association.Deliveries.Complete(deliveryId, result);

    public override void OnWritable() => _association.Sender.OnWritable();

    public override void OnBatchEnd()
    {
        IInboundWaiter? last = null;
        BatchTally batch;
        lock (Gate)
        {
            batch = _batch;
            _batch = default;
            foreach (var waiter in _ready)
            {
                if (last is not null)
                {
                    _association.Channel.Schedule(last);
                }
                last = waiter;
            }
            _ready.Clear();
        }
        if (!batch.IsEmpty)
        {
            _association.OnBatch(batch);
        }
        // The last one goes on right here: the provider is done with its batch, and this saves a hop.
        last?.Wake();
    }

    /// <summary>Under the gate: a reader took a message from a queue.</summary>
    public void OnTaken() => _undelivered--;

    /// <summary>Under the gate: takes the next message of the association's own queue.</summary>
    public MessageSegment? Take()
    {
        var message = _messages.Dequeue();
        if (message is not null)
        {
            _undelivered--;
        }
        return message;
    }

    /// <summary>Under the gate: bytes are no longer held. Returns true when the caller has to call <see cref="Resume"/> after leaving the gate.</summary>
    public bool Discharge(int charge)
    {
        _buffered -= charge;
        if (!_isPaused || _buffered > _options.ReceiveLimit / 2)
        {
            return false;
        }
        _isPaused = false;
        return true;
    }

    public void Resume() => _association.Channel.ResumeReceive();

    /// <summary>Outside the gate: a reader found nothing and waits, so this is a good moment to send what was held back.</summary>
    public void OnReaderDry()
    {
        if (Volatile.Read(ref _undelivered) == 0)
        {
            _association.Sender.OnReaderDry();
        }
    }

    /// <summary>Nothing more will arrive: readers get the end, or the error, after the last message. The first end wins.</summary>
    public void End(SctpCloseReason reason)
    {
        lock (Gate)
        {
            if (EndReason is not null)
            {
                return;
            }
            EndReason = reason;
            _reassembly.Clear();
            _messageReader?.Signal();
            _streams?.SignalAll();
            _defaultStream?.Signal();
            Notifications.Signal();
            foreach (var waiter in _ready)
            {
                _association.Channel.Schedule(waiter);
            }
            _ready.Clear();
        }
    }

    /// <summary>Nobody reads any more: drops what is here and what comes.</summary>
    public void Discard()
    {
        bool resume;
        lock (Gate)
        {
            _isDiscarding = true;
            // Even when a reader still holds more than half of the limit: the end can only come to who receives.
            resume = _isPaused;
            _isPaused = false;
            _reassembly.Clear();
            while (Take() is { } message)
            {
                _buffered -= MessageQueue.Charge(message);
                message.FreeAll();
            }
            _streams?.DiscardAll();
            _defaultStream?.Discard();
        }
        if (resume)
        {
            Resume();
        }
    }

    /// <summary>Under the gate: wakes a waiter at the end of the batch.</summary>
    public void Signal(IInboundWaiter? waiter)
    {
        if (waiter is not null && waiter.TryClaimWake())
        {
            _ready.Add(waiter);
        }
    }

    /// <summary>Under the gate: wakes a waiter from the thread pool, outside any batch.</summary>
    public void SignalNow(IInboundWaiter? waiter)
    {
        if (waiter is not null && waiter.TryClaimWake())
        {
            _association.Channel.Schedule(waiter);
        }
    }

    /// <summary>Under the gate: applies the limit of one stream; true when it is passed.</summary>
    public bool CheckStreamLimit(ushort streamId, int queued)
    {
        if (queued <= _options.StreamReceiveLimit)
        {
            return false;
        }
        _batch.StreamsOverLimit++;
        _batch.StreamOverLimit = streamId;
        if (_options.StreamLimitPolicy == SctpStreamLimitPolicy.Abort)
        {
            AbortAtBatchEnd($"stream {streamId} holds {queued} unread bytes, over its limit of {_options.StreamReceiveLimit}");
        }
        return true;
    }

    /// <summary>Under the gate: the association is to be aborted as soon as the provider is done with its batch.</summary>
    public void AbortAtBatchEnd(string text)
    {
        _batch.AbortText ??= text;
        _isDiscarding = true;
    }

    void IThreadPoolWorkItem.Execute() => OnBatchEnd();

    private static string Describe(ReadView view) => view switch
    {
        ReadView.Messages => "its messages (ReadMessagesAsync)",
        ReadView.Streams => "its streams (UseSctpStreams, AcceptStreamAsync, OpenStream)",
        _ => "the transport of its default stream",
    };

    private void Deliver(MessageSegment message)
    {
        var charge = MessageQueue.Charge(message);
        _buffered += charge;
        _undelivered++;
        var streamId = message.Info.StreamId;
        switch (_view)
        {
            case ReadView.Streams:
                (_streams ??= new StreamTable(_association, this)).Deliver(message);
                break;
            case ReadView.DefaultStream when streamId == _options.DefaultStreamId:
                _defaultStream!.Enqueue(message);
                break;
            case ReadView.DefaultStream:
                _undelivered--;
                _buffered -= charge;
                message.FreeAll();
                DiscardUnread(streamId);
                break;
            default:
                _messages.Enqueue(message);
                _messageReader?.SignalAtBatchEnd();
                break;
        }
    }
    private void DiscardUnread(ushort streamId)
    {
        _batch.Discarded++;
        if (_options.UnreadStreamPolicy == SctpUnreadStreamPolicy.Abort)
        {
            AbortAtBatchEnd($"a message came on stream {streamId}, but only the default stream {_options.DefaultStreamId} is read; "
                + "use UseSctpStreams or ReadMessagesAsync for all streams");
        }
    }
}
