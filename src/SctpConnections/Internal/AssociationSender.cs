using System.Diagnostics.CodeAnalysis;
using SctpConnections.Providers;

namespace SctpConnections;

/// <summary>
/// The sending half of an association. A lone message goes to the provider on the caller's thread, so that a round trip has no
/// hop. Messages in a row, and answers to messages that arrived together, are copied into a bounded queue and handed over many
/// per call: by whoever is sending already, by the reader when it runs dry, or by a work item. When the queue is full the
/// sender's own bytes wait in it, with the sender. One gate guards the state; providers and user code are called outside it.
/// </summary>
internal sealed class AssociationSender(SctpAssociation association, SctpAssociationOptions options) : IThreadPoolWorkItem
{
    /// <summary>Messages per call of the provider.</summary>
    private const int BatchSize = 64;

    // Above this a call per message costs less than the copy saves.
    private const int LargestCopy = 8 * 1024;

    // After a batch of one the sender is slow: that many go straight out before batching is tried again.
    private const int DirectSendsAfterLoneBatch = 16;

    [ThreadStatic]
    private static SctpOutboundMessage[]? t_batch;

    private readonly Lock _gate = new();
    private SendQueue _queue = new(options.SendQueueLimit);
    private SctpCloseReason? _end;
    private TaskCompletionSource? _drained;
    private int _directSends = 1;
    private SendTurn _turn;
    private bool _isCompleting;
    private long _takenBytes;

    public int MaxMessageSize { get; } = Math.Min(options.MaxMessageSize, association.Channel.MaxSendMessageSize);

    public int ByteStreamMessageSize { get; } = Math.Min(options.ByteStreamMessageSize, association.Channel.MaxSendMessageSize);

    /// <summary>Bytes that were taken from senders and not yet by the provider.</summary>
    public int QueuedBytes
    {
        get
        {
            lock (_gate)
            {
                return _queue.CopiedBytes;
            }
        }
    }

    /// <summary>Bytes of all messages that the provider has ever taken.</summary>
    public long TakenBytes
    {
        get
        {
            lock (_gate)
            {
                return _takenBytes;
            }
        }
    }

    /// <summary>Holds messages back in the queue, or lets them go.</summary>
    public void Hold(bool isHeld)
    {
        lock (_gate)
        {
            _turn.IsHeld = isHeld;
            if (!ClaimSending())
            {
                return;
            }
        }
        Drain(mayRunUserCode: false);
    }

    /// <summary>Sends a message for a caller that may have to wait.</summary>
    public ValueTask SendAsync(in SctpOutboundMessage message, CancellationToken cancellationToken)
    {
        try
        {
            SendRules.Check(association, message);
            return cancellationToken.IsCancellationRequested ? ValueTask.FromCanceled(cancellationToken)
                : TrySend(message, null, cancellationToken, out var pending) ? default
                : new ValueTask(pending, pending.Version);
        }
        catch (Exception e)
        {
            return ValueTask.FromException(e);
        }
    }

    /// <summary>
    /// Sends a message or queues it. False when it has to wait: then <paramref name="pending"/> ends when it was taken, and the
    /// payload must stay in place until then.
    /// </summary>
    public bool TrySend(in SctpOutboundMessage message, SctpStreamWriter? writer, CancellationToken cancellationToken, [NotNullWhen(false)] out PendingSend? pending)
    {
        if (!SendRules.HasStream(association, message.StreamId))
        {
            throw new SctpException(SendRules.NoSuchStream(association, message.StreamId));
        }
        message.Options.Validate();
        pending = null;
        var schedule = false;
        lock (_gate)
        {
            if (_end is not null || _isCompleting)
            {
                throw EndError();
            }
            if (!ClaimDirectSending((int)message.Payload.Length))
            {
                pending = Queue(message, writer, isFirst: false);
                schedule = ClaimSchedule();
                if (pending is null && !schedule)
                {
                    return true;
                }
            }
        }
        if (pending is null && !schedule)
        {
            pending = SendDirectly(message, writer, out schedule);
        }
        if (schedule)
        {
            association.Channel.Schedule(this);
        }
        pending?.Register(cancellationToken);
        return pending is null;
    }

    /// <summary>Queues a message for a caller that cannot wait, beyond the limit if need be. After the end it is dropped.</summary>
    public void Enqueue(in SctpOutboundMessage message)
    {
        bool schedule;
        lock (_gate)
        {
            if (_end is not null || _isCompleting || message.StreamId >= association.OutboundStreams)
            {
                return;
            }
            _queue.ForceCopy(message);
            schedule = ClaimSchedule();
        }
        if (schedule)
        {
            association.Channel.Schedule(this);
        }
    }

    /// <summary>Gives a waiting message back to its sender, unless the provider has it already.</summary>
    /// <param name="pending">The message.</param>
    /// <param name="writer">The writer that must be the one that waits, or null for a direct send.</param>
    /// <param name="cancellationToken">The token that asks for it.</param>
    /// <returns>Whether it was still in the queue.</returns>
    public bool Cancel(PendingSend pending, SctpStreamWriter? writer, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (pending.Sender != this || !pending.IsQueued || (writer is not null && pending.Writer != writer))
            {
                return false;
            }
            pending.RequestCancel(cancellationToken);
            if (pending.IsInFlight)
            {
                return true;
            }
            _queue.Remove(pending);
            if (!_turn.IsTaken)
            {
                StopSending();
            }
        }
        association.Channel.Schedule(pending);
        return true;
    }

    /// <summary>The provider has room again.</summary>
    public void OnWritable()
    {
        lock (_gate)
        {
            if (!_turn.OnWritable() || !ClaimSending())
            {
                return;
            }
        }
        Drain(mayRunUserCode: true);
    }

    /// <summary>A reader has taken all there was: answers held back for company go out now.</summary>
    public void OnReaderDry()
    {
        lock (_gate)
        {
            _directSends = Math.Max(_directSends, 1);
            if (!ClaimSending())
            {
                return;
            }
        }
        Drain(mayRunUserCode: false);
    }

    void IThreadPoolWorkItem.Execute()
    {
        lock (_gate)
        {
            _turn.OnScheduled();
            if (!ClaimSending())
            {
                return;
            }
        }
        Drain(mayRunUserCode: true);
    }

    /// <summary>Takes no more messages; the task ends when the queued ones are with the provider, or the association is over.</summary>
    public Task CompleteAsync()
    {
        lock (_gate)
        {
            _isCompleting = true;
            if (_end is not null || (_queue.IsEmpty && !_turn.IsTaken))
            {
                return Task.CompletedTask;
            }
            _drained ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _drained.Task;
        }
    }

    /// <summary>Nothing can be sent any more: whoever waits gets the error. Returns the bytes that were taken and never sent.</summary>
    public int End(SctpCloseReason reason)
    {
        SendList ended = default;
        int lost;
        lock (_gate)
        {
            if (_end is not null)
            {
                return 0;
            }
            _end = reason;
            lost = _queue.CopiedBytes;
            if (!_turn.IsTaken)
            {
                FailAll(ref ended);
                StopSending();
            }
        }
        ended.CompleteAll(association.Channel, mayRunUserCode: false);
        return lost;
    }

    private Exception EndError() => _end is not null
        ? CloseError.ForSend(_end)
        : new SctpException("Nothing more can be sent: this side is shutting the association down.");

    private bool ClaimDirectSending(int length)
    {
        var isLong = length > LargestCopy;
        if (!_queue.IsEmpty || (!isLong && (_directSends == 0 || association.Receiver.HasUndelivered)) || !_turn.TryTake())
        {
            return false;
        }
        _directSends -= isLong ? 0 : 1;
        return true;
    }

    private PendingSend? SendDirectly(in SctpOutboundMessage message, SctpStreamWriter? writer, out bool schedule)
    {
        var status = association.Channel.TrySend(new ReadOnlySpan<SctpOutboundMessage>(in message), out var sent);
        if (sent == 1)
        {
            association.Metrics.MessagesSent(1, message.Payload.Length);
        }
        var refusal = status == SctpSendStatus.Refused ? association.Channel.Refusal : null;
        PendingSend? pending = null;
        SendList ended = default;
        SctpCloseReason? end;
        lock (_gate)
        {
            end = _end;
            _takenBytes += sent == 0 ? 0 : message.Payload.Length;
            if (sent == 0 && end is null && refusal is null)
            {
                pending = Queue(message, writer, isFirst: true);
                _turn.Block(isClosed: status == SctpSendStatus.Closed);
            }
            FailAll(ref ended);
            StopSending();
            schedule = ClaimSchedule();
        }
        ended.CompleteAll(association.Channel, mayRunUserCode: false);
        return sent > 0 ? null
            : end is not null ? throw CloseError.ForSend(end)
            : refusal is not null ? throw refusal
            : pending;
    }

    /// <summary>Copies a message into the queue and returns null, or puts its sender there and returns what that waits for.</summary>
    private PendingSend? Queue(in SctpOutboundMessage message, SctpStreamWriter? writer, bool isFirst)
    {
        if (message.Payload.Length <= LargestCopy && !message.MayBeRefused && _queue.TryCopy(message, isFirst))
        {
            return null;
        }
        var pending = PendingSend.RentWaiting(message, this, writer);
        writer?.OnPending(pending);
        _queue.Add(pending, isFirst);
        return pending;
    }

    private bool ClaimSchedule() => !_queue.IsEmpty && _turn.TrySchedule();

    private bool ClaimSending() => !_queue.IsEmpty && _turn.TryTake();

    private void StopSending()
    {
        _turn.Return();
        if (_queue.IsEmpty)
        {
            _drained?.TrySetResult();
        }
    }

    /// <summary>Hands the queue to the provider, batch by batch, until it is empty or the provider is full. The caller claimed the sending.</summary>
    private void Drain(bool mayRunUserCode)
    {
        // Taken off the thread: user code that runs at the end may drain another association on it.
        var batch = t_batch ?? new SctpOutboundMessage[BatchSize];
        t_batch = null;
        SendList ended = default;
        var isFirstBatch = true;
        while (true)
        {
            int count;
            lock (_gate)
            {
                count = _end is null && !_turn.IsHeld ? _queue.FillBatch(batch) : 0;
                if (count == 0)
                {
                    FailAll(ref ended);
                    StopSending();
                    break;
                }
                _turn.BeforeSend();
            }
            var status = association.Channel.TrySend(batch.AsSpan(0, count), out var sent);
            var refusal = status == SctpSendStatus.Refused ? association.Channel.Refusal : null;
            if (refusal is not null && batch[sent].DeliveryId is not 0 and var id)
            {
                association.Deliveries.Fail(id, null);
            }
            Array.Clear(batch, 0, count);
            int bytes;
            lock (_gate)
            {
                bytes = _queue.Settle(sent, refusal, ref ended);
                _takenBytes += bytes;
                if (isFirstBatch && count == 1 && _queue.IsEmpty)
                {
                    _directSends = DirectSendsAfterLoneBatch;
                }
                if (status is SctpSendStatus.WouldBlock or SctpSendStatus.Closed && _turn.Block(isClosed: status == SctpSendStatus.Closed))
                {
                    FailAll(ref ended);
                    StopSending();
                    count = 0;
                }
            }
            association.Metrics.MessagesSent(sent, bytes);
            isFirstBatch = false;
            if (count == 0)
            {
                break;
            }
        }
        t_batch = batch;
        ended.CompleteAll(association.Channel, mayRunUserCode);
    }

    /// <summary>When the association is over: takes everything out of the queue.</summary>
    private void FailAll(ref SendList ended)
    {
        if (_end is not null)
        {
            _queue.Fail(_end, ref ended);
        }
    }
}
