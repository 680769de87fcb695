using System.Buffers;
using System.IO.Pipelines;

namespace SctpConnections;

/// <summary>The reading end of a stream's pipe: its messages one by one, in the shared receive blocks. State is guarded by the receiver's gate.</summary>
internal sealed class SctpStreamReader(AssociationReceiver receiver, ReadView view) : PipeReader, IInboundSource<ReadResult>
{
    private MessageQueue _queue;
    private InboundWaiter<ReadResult>? _waiter;
    private MessageSegment? _first;
    private MessageSegment? _last;
    private int _offset;
    private int _queued;
    private int _charge;
    private bool _hasUnexamined;
    private bool _isCancelRequested;
    private bool _isCompleted;
    private bool _isOverLimit;

    public SctpMessageInfo Info { get; private set; }

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        _waiter ??= new InboundWaiter<ReadResult>(receiver, this);
        return _waiter.TakeAsync(cancellationToken);
    }

    public override bool TryRead(out ReadResult result)
    {
        lock (receiver.Gate)
        {
            return ((IInboundSource<ReadResult>)this).TryTake(out result);
        }
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        bool resume;
        lock (receiver.Gate)
        {
            if (consumed.GetObject() is { } segment)
            {
                while (_first != segment)
                {
                    _first = (_first ?? throw new InvalidOperationException("The position is not in the buffer that was read last.")).Free();
                }
                _offset = consumed.GetInteger();
                if (_offset == _first!.Memory.Length)
                {
                    _offset = 0;
                    _first = _first.Free();
                    _last = _first is null ? null : _last;
                }
            }
            _hasUnexamined = _first is not null && !IsEnd(examined);
            resume = !_hasUnexamined && Settle();
        }
        if (resume)
        {
            receiver.Resume();
        }
    }

    public override void CancelPendingRead()
    {
        lock (receiver.Gate)
        {
            _isCancelRequested = true;
            receiver.SignalNow(_waiter);
        }
    }

    /// <summary>Stops reading: what is here is dropped, and so is what comes.</summary>
    public override void Complete(Exception? exception = null)
    {
        bool resume;
        lock (receiver.Gate)
        {
            _isCompleted = true;
            while (_first is not null)
            {
                _first = _first.Free();
            }
            _last = null;
            resume = Settle() | Discard();
        }
        if (resume)
        {
            receiver.Resume();
        }
    }

    /// <summary>Under the gate.</summary>
    public void Enqueue(MessageSegment message)
    {
        var charge = MessageQueue.Charge(message);
        if (_isCompleted)
        {
            receiver.OnTaken();
            message.FreeAll();
            if (receiver.Discharge(charge))
            {
                receiver.Resume();
            }
            return;
        }
        _queue.Enqueue(message);
        _queued += charge;
        if (!_isOverLimit)
        {
            _isOverLimit = receiver.CheckStreamLimit(message.Info.StreamId, _queued);
        }
        receiver.Signal(_waiter);
    }

    /// <summary>Under the gate: the association ended.</summary>
    public void Signal() => receiver.SignalNow(_waiter);

    /// <summary>Under the gate: drops what was not read. Returns true when receiving is to be resumed.</summary>
    public bool Discard()
    {
        while (_queue.Dequeue() is { } message)
        {
            receiver.OnTaken();
            message.FreeAll();
        }
        var queued = _queued;
        _queued = 0;
        return receiver.Discharge(queued);
    }

    bool IInboundSource<ReadResult>.TryTake(out ReadResult item)
    {
        if (_isCompleted)
        {
            throw new InvalidOperationException("Reading is not allowed after the reader was completed.");
        }
        receiver.Claim(view, this);
        var isCanceled = _isCancelRequested;
        var hasNew = !isCanceled && Append();
        var error = hasNew || receiver.EndReason is null ? null : CloseError.ForRead(receiver.EndReason);
        if (!hasNew && !isCanceled && !_hasUnexamined)
        {
            if (error is not null)
            {
                throw error;
            }
            if (receiver.EndReason is null)
            {
                item = default;
                return false;
            }
        }
        _isCancelRequested = false;
        var buffer = _first is null ? default : new ReadOnlySequence<byte>(_first, _offset, _last!, _last!.Memory.Length);
        item = new ReadResult(buffer, isCanceled, isCompleted: receiver.EndReason is not null && error is null && !hasNew && _queue.IsEmpty);
        return true;
    }

    private bool Append()
    {
        if (_queue.Dequeue() is not { } message)
        {
            return false;
        }
        receiver.OnTaken();
        var charge = MessageQueue.Charge(message);
        _queued -= charge;
        _charge += charge;
        _isOverLimit = _isOverLimit && _queued > 0;
        Info = message.Info;
        if (_last is null)
        {
            _first = message;
            _offset = 0;
        }
        else
        {
            _last.Link(message);
        }
        _last = message.Last;
        return true;
    }

    /// <summary>What was examined no longer counts: else a parser that needs more than the limit would wait for ever.</summary>
    private bool Settle()
    {
        var charge = _charge;
        _charge = 0;
        return receiver.Discharge(charge);
    }

    private bool IsEnd(SequencePosition position)
        => position.GetObject() == _last && position.GetInteger() == _last!.Memory.Length;
}
