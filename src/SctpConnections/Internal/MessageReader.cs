using System.Buffers;

namespace SctpConnections;

/// <summary>The view of all messages in arrival order. One enumeration at a time; stopping it loses nothing, the next one goes on.</summary>
internal sealed class MessageReader : IAsyncEnumerator<SctpMessage>, IInboundSource<bool>
{
    private readonly AssociationReceiver _receiver;
    private readonly InboundWaiter<bool> _waiter;
    private CancellationToken _cancellationToken;
    private CancellationTokenSource? _eitherToken;
    private MessageSegment? _current;
    private bool _isEnumerated;

    public MessageReader(AssociationReceiver receiver)
    {
        _receiver = receiver;
        _waiter = new InboundWaiter<bool>(receiver, this);
    }

    public SctpMessage Current { get; private set; }

    public IAsyncEnumerator<SctpMessage> Start(CancellationToken cancellationToken, CancellationToken cancellationTokenOfLoop)
    {
        lock (_receiver.Gate)
        {
            _receiver.Claim(ReadView.Messages);
            if (_isEnumerated)
            {
                throw new InvalidOperationException("The messages of this association are already being read.");
            }
            _isEnumerated = true;
            if (cancellationToken.CanBeCanceled && cancellationTokenOfLoop.CanBeCanceled && cancellationToken != cancellationTokenOfLoop)
            {
                _eitherToken = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, cancellationTokenOfLoop);
            }
            _cancellationToken = _eitherToken?.Token ?? (cancellationToken.CanBeCanceled ? cancellationToken : cancellationTokenOfLoop);
        }
        return this;
    }

    public ValueTask<bool> MoveNextAsync() => _waiter.TakeAsync(_cancellationToken);

    public ValueTask DisposeAsync()
    {
        bool resume;
        lock (_receiver.Gate)
        {
            resume = FreeCurrent();
            _isEnumerated = false;
            _eitherToken?.Dispose();
            _eitherToken = null;
        }
        if (resume)
        {
            _receiver.Resume();
        }
        return default;
    }

    public void SignalAtBatchEnd() => _receiver.Signal(_waiter);

    public void Signal() => _receiver.SignalNow(_waiter);

    bool IInboundSource<bool>.TryTake(out bool item)
    {
        if (FreeCurrent())
        {
            // Resuming only schedules work, so it may be called under the gate.
            _receiver.Resume();
        }
        item = true;
        if (_receiver.Take() is { } message)
        {
            _current = message;
            var last = message.Last;
            Current = new SctpMessage(new ReadOnlySequence<byte>(message, 0, last, last.Memory.Length), message.Info);
            return true;
        }
        item = false;
        if (_receiver.EndReason is not { } reason)
        {
            return false;
        }
        return CloseError.ForRead(reason) is { } error ? throw error : true;
    }

    private bool FreeCurrent()
    {
        if (_current is not { } message)
        {
            return false;
        }
        _current = null;
        Current = default;
        var charge = MessageQueue.Charge(message);
        message.FreeAll();
        return _receiver.Discharge(charge);
    }
}
