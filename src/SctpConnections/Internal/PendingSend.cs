using System.IO.Pipelines;
using System.Threading.Tasks.Sources;
using Microsoft.Extensions.ObjectPool;
using SctpConnections.Providers;

namespace SctpConnections;

/// <summary>
/// A message that waits in the send queue: either a copy that nobody waits for, or the sender's own bytes while the sender waits.
/// Pooled. Links and flags are guarded by the sender's gate.
/// </summary>
internal sealed class PendingSend : IValueTaskSource, IValueTaskSource<FlushResult>, IThreadPoolWorkItem
{
    private static readonly DefaultObjectPool<PendingSend> s_pool = new(new DefaultPooledObjectPolicy<PendingSend>(), 8192);

    private ManualResetValueTaskSourceCore<FlushResult> _core;
    private CancellationTokenRegistration _registration;
    private MessageBlock? _block;
    private Exception? _error;
    private CancellationToken _cancellationToken;

    public SctpOutboundMessage Message;
    public PendingSend? Next;
    public PendingSend? Previous;

    /// <summary>The queue that it waits in, or null.</summary>
    public AssociationSender? Sender { get; private set; }

    /// <summary>The stream's writer that waits, or null when it is a direct send.</summary>
    public SctpStreamWriter? Writer { get; private set; }

    /// <summary>Whether it is still in the queue.</summary>
    public bool IsQueued { get; set; }

    /// <summary>Whether the provider looks at it right now.</summary>
    public bool IsInFlight { get; set; }

    public bool IsCancelRequested { get; private set; }

    /// <summary>Whether the bytes are a copy that nobody waits for, rather than the waiting sender's own.</summary>
    public bool IsCopy { get; private set; }

    public int Length => (int)Message.Payload.Length;

    public short Version => _core.Version;

    /// <param name="message">The message, whose payload is the copy.</param>
    /// <param name="block">The block that the copy lies in, or null when it has memory of its own.</param>
    public static PendingSend RentCopy(in SctpOutboundMessage message, MessageBlock? block)
    {
        var pending = s_pool.Get();
        block?.Retain();
        pending._block = block;
        pending.IsCopy = true;
        pending.Message = message;
        return pending;
    }

    public static PendingSend RentWaiting(in SctpOutboundMessage message, AssociationSender sender, SctpStreamWriter? writer)
    {
        var pending = s_pool.Get();
        pending.Message = message with { MayBeWithdrawn = true };
        pending.Sender = sender;
        pending.Writer = writer;
        return pending;
    }

    /// <summary>Outside the gate, after it was queued.</summary>
    public void Register(CancellationToken cancellationToken)
    {
        if (cancellationToken.CanBeCanceled)
        {
            _registration = cancellationToken.UnsafeRegister(
                static (state, token) => ((PendingSend)state!).Sender!.Cancel((PendingSend)state, null, token), this);
        }
    }

    public void RequestCancel(CancellationToken cancellationToken)
    {
        IsCancelRequested = true;
        _cancellationToken = cancellationToken;
    }

    /// <summary>Frees a copy.</summary>
    public void FreeCopy()
    {
        _block?.Release();
        _block = null;
        IsCopy = false;
        Reset();
    }

    /// <summary>Sets how the wait ends; <see cref="Complete"/> ends it.</summary>
    public void SetEnd(Exception? error) => _error = error;

    /// <summary>Outside the gate: ends the wait on this thread.</summary>
    public void Complete()
    {
        var wasCanceled = IsCancelRequested && _error is null;
        Writer?.OnPendingEnd(_error is null && !wasCanceled, Length);
        if (_error is not null)
        {
            _core.SetException(_error);
        }
        else if (wasCanceled && (_cancellationToken.IsCancellationRequested || Writer is null))
        {
            _core.SetException(new OperationCanceledException(_cancellationToken));
        }
        else
        {
            _core.SetResult(new FlushResult(wasCanceled, isCompleted: false));
        }
    }

    /// <summary>Under the gate: it was sent after all, so a request to cancel came too late.</summary>
    public void ForgetCancel() => IsCancelRequested = false;

    void IThreadPoolWorkItem.Execute() => Complete();

    void IValueTaskSource.GetResult(short token) => GetResult(token);

    FlushResult IValueTaskSource<FlushResult>.GetResult(short token) => GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _core.GetStatus(token);

    ValueTaskSourceStatus IValueTaskSource<FlushResult>.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
        => _core.OnCompleted(continuation, state, token, flags);

    void IValueTaskSource<FlushResult>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
        => _core.OnCompleted(continuation, state, token, flags);

    private FlushResult GetResult(short token)
    {
        _registration.Dispose();
        try
        {
            return _core.GetResult(token);
        }
        finally
        {
            Reset();
        }
    }

    private void Reset()
    {
        _core.Reset();
        _registration = default;
        Sender = null;
        Writer = null;
        _error = null;
        _cancellationToken = default;
        Message = default;
        IsQueued = false;
        IsInFlight = false;
        IsCancelRequested = false;
        s_pool.Return(this);
    }
}
