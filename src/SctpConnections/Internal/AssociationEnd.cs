namespace SctpConnections;

/// <summary>How an association ends: by a shutdown, an abort, or disposal. The first reason wins, and all who wait are told. Thread-safe.</summary>
internal sealed class AssociationEnd(SctpAssociation association, SctpAssociationOptions options) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly long _started = options.TimeProvider.GetTimestamp();
    private readonly bool _isCounted = association.Metrics.AssociationStarted(association.Environment);
    private CancellationTokenSource? _closedSource;
    private SctpCloseReason? _reason;
    private TaskCompletionSource? _disposal;
    private bool _isShuttingDown;

    public SctpCloseReason? Reason => Volatile.Read(ref _reason);

    /// <summary>Ends when the association is over.</summary>
    public Task Over => _over.Task;

    /// <summary>Fires when nothing more can be received.</summary>
    public CancellationToken Closed
    {
        get
        {
            lock (_gate)
            {
                if (_closedSource is null)
                {
                    _closedSource = new CancellationTokenSource();
                    if (_reason is not null)
                    {
                        _closedSource.Cancel();
                    }
                }
                return _closedSource.Token;
            }
        }
    }

    /// <summary>Begins a graceful shutdown; the second time it does nothing.</summary>
    public void BeginShutdown()
    {
        lock (_gate)
        {
            if (_isShuttingDown || _reason is not null)
            {
                return;
            }
            _isShuttingDown = true;
        }
        var drained = association.Sender.CompleteAsync();
        if (drained.IsCompleted)
        {
            association.Channel.Shutdown();
        }
        else
        {
            _ = ShutdownWhenDrainedAsync(drained);
        }
    }

    /// <summary>The peer will send no more.</summary>
    public void OnPeerShutdown() => End(new SctpCloseReason(SctpCloseKind.Shutdown, SctpCloseSide.Peer));

    /// <summary>The provider reports the end.</summary>
    public void OnClosed(SctpCloseReason reason)
    {
        if (reason.Kind == SctpCloseKind.Shutdown)
        {
            reason = reason with { Side = _isShuttingDown ? SctpCloseSide.Local : SctpCloseSide.Peer };
        }
        End(reason);
        BeOver();
    }

    public void Abort(SctpCloseReason reason)
    {
        association.Channel.Abort(reason.Text);
        End(reason);
        BeOver();
    }

    /// <summary>Shuts down gracefully, or aborts when that takes too long. Idempotent.</summary>
    public ValueTask DisposeAsync()
    {
        var disposal = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return new ValueTask(Interlocked.CompareExchange(ref _disposal, disposal, null)?.Task ?? DisposeCoreAsync(disposal));
    }

    private async Task ShutdownWhenDrainedAsync(Task drained)
    {
        await drained;
        if (Reason is null)
        {
            association.Channel.Shutdown();
        }
    }

    private void BeOver()
    {
        _over.TrySetResult();
        association.OnOver();
    }

    /// <summary>Records why the association ended, the first time, and tells everyone who waits.</summary>
    private void End(SctpCloseReason reason)
    {
        CancellationTokenSource? closedSource;
        lock (_gate)
        {
            if (_reason is not null)
            {
                return;
            }
            Volatile.Write(ref _reason, reason);
            closedSource = _closedSource;
        }
        if (options.ObservePaths)
        {
            association.Metrics.HidePaths(association);
        }
        association.Receiver.End(reason);
        var lost = association.Sender.End(reason);
        SctpLog.AssociationDown(association.Environment.Logger, association, reason, lost);
        if (_isCounted)
        {
            association.Metrics.AssociationEnded(association.Environment, reason, options.TimeProvider.GetElapsedTime(_started));
        }
        if (closedSource is not null)
        {
            association.Channel.Schedule(new CancelWork(closedSource));
        }
    }

    private async Task DisposeCoreAsync(TaskCompletionSource disposal)
    {
        BeginShutdown();
        association.Receiver.Discard();
        try
        {
            await Over.WaitAsync(options.ShutdownTimeout, options.TimeProvider);
        }
        catch (TimeoutException)
        {
            association.Abort($"the graceful shutdown took longer than {options.ShutdownTimeout}");
        }
        association.Channel.Close();
        association.Receiver.Discard();
        disposal.SetResult();
    }
}
