using System.Threading.Tasks.Sources;

namespace SctpConnections;

/// <summary>The wait of one reader: reused for every wait, so that reading allocates nothing.</summary>
internal sealed class InboundWaiter<T>(AssociationReceiver receiver, IInboundSource<T> source) : IInboundWaiter, IValueTaskSource<T>
{
    private ManualResetValueTaskSourceCore<T> _core;
    private CancellationTokenRegistration _registration;
    private bool _isPending;
    private bool _isWaiting;

    /// <summary>Takes the next item, waiting for it when there is none.</summary>
    public ValueTask<T> TakeAsync(CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<T>(cancellationToken);
        }
        short version;
        try
        {
            lock (receiver.Gate)
            {
                if (_isPending)
                {
                    throw new InvalidOperationException("A read is already under way; await it before the next one.");
                }
                if (source.TryTake(out var item))
                {
                    return new ValueTask<T>(item);
                }
                _core.Reset();
                _core.RunContinuationsAsynchronously = false;
                version = _core.Version;
                _isPending = true;
                _isWaiting = true;
            }
        }
        catch (Exception e)
        {
            return ValueTask.FromException<T>(e);
        }
        if (cancellationToken.CanBeCanceled)
        {
            _registration = cancellationToken.UnsafeRegister(static (state, token) => ((InboundWaiter<T>)state!).Cancel(token), this);
        }
        receiver.OnReaderDry();
        return new ValueTask<T>(this, version);
    }

    public bool TryClaimWake()
    {
        var wasWaiting = _isWaiting;
        _isWaiting = false;
        return wasWaiting;
    }

    public void Wake()
    {
        T? item;
        try
        {
            lock (receiver.Gate)
            {
                if (!source.TryTake(out item))
                {
                    _isWaiting = true;
                    return;
                }
            }
        }
        catch (Exception e)
        {
            _core.SetException(e);
            return;
        }
        _core.SetResult(item);
    }

    void IThreadPoolWorkItem.Execute() => Wake();

    T IValueTaskSource<T>.GetResult(short token)
    {
        _registration.Dispose();
        _registration = default;
        try
        {
            return _core.GetResult(token);
        }
        finally
        {
            _isPending = false;
        }
    }

    ValueTaskSourceStatus IValueTaskSource<T>.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource<T>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
        => _core.OnCompleted(continuation, state, token, flags);

    private void Cancel(CancellationToken cancellationToken)
    {
        lock (receiver.Gate)
        {
            if (!TryClaimWake())
            {
                return;
            }
        }
        // Whoever cancels must not run the reader's code.
        _core.RunContinuationsAsynchronously = true;
        _core.SetException(new OperationCanceledException(cancellationToken));
    }
}
