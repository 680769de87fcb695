using SctpConnections.Notifications;

namespace SctpConnections;

/// <summary>Those who wait for an association to come up or to end. Guarded by its own gate.</summary>
internal sealed class OneToManyWaiters
{
    private readonly Lock _gate = new();
    private readonly Dictionary<int, TaskCompletionSource<int>> _connects = [];
    private readonly Dictionary<int, TaskCompletionSource<int>> _shutdowns = [];
    private bool _isClosed;

    /// <summary>Begins to set up an association. Under the gate, since its end may be told before its id is known.</summary>
    public TaskCompletionSource<int> Connect(Func<int> begin, out int associationId)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, typeof(SctpOneToManySocket));
            return _connects[associationId = begin()] = Create();
        }
    }

    public Task Shutdown(int associationId, Action<int> begin)
    {
        lock (_gate)
        {
            if (!_shutdowns.TryGetValue(associationId, out var waiter))
            {
                begin(associationId);
                _shutdowns[associationId] = waiter = Create();
            }
            return waiter.Task;
        }
    }

    public void Forget(int associationId)
    {
        lock (_gate)
        {
            _connects.Remove(associationId);
        }
    }

    public void OnConnectFailed(int associationId, Exception error)
    {
        lock (_gate)
        {
            if (_connects.Remove(associationId, out var waiter))
            {
                waiter.TrySetException(error);
            }
        }
    }

    public void OnChange(int associationId, SctpAssociationChangeNotification change)
    {
        lock (_gate)
        {
            if (change.State == SctpAssociationChange.Restarted)
            {
                return;
            }
            if (_connects.Remove(associationId, out var connect))
            {
                if (change.State == SctpAssociationChange.Up)
                {
                    connect.TrySetResult(associationId);
                }
                else
                {
                    connect.TrySetException(new SctpException($"Association {associationId} ended while it was set up: {change.State}."));
                }
            }
            if (change.State != SctpAssociationChange.Up && _shutdowns.Remove(associationId, out var shutdown))
            {
                if (change.State == SctpAssociationChange.ShutdownComplete)
                {
                    shutdown.TrySetResult(associationId);
                }
                else
                {
                    shutdown.TrySetException(new SctpAbortedException(new SctpCloseReason(SctpCloseKind.Abort, SctpCloseSide.Network)
                    {
                        CauseCode = change.CauseCode,
                        Text = change.CauseText,
                    }));
                }
            }
        }
    }

    /// <summary>The association was up, and its end will not be told here.</summary>
    public void OnPeeledOff(int associationId)
    {
        lock (_gate)
        {
            if (_connects.Remove(associationId, out var connect))
            {
                connect.TrySetResult(associationId);
            }
            if (_shutdowns.Remove(associationId, out var shutdown))
            {
                shutdown.TrySetException(new SctpException($"Association {associationId} was peeled off while it was shut down; await the end of the one that it is now."));
            }
        }
    }

    /// <summary>Nothing will come of it any more.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            foreach (var waiter in (TaskCompletionSource<int>[])[.. _connects.Values, .. _shutdowns.Values])
            {
                waiter.TrySetException(new ObjectDisposedException(nameof(SctpOneToManySocket)));
            }
            _connects.Clear();
            _shutdowns.Clear();
        }
    }

    private static TaskCompletionSource<int> Create() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
