using SctpConnections.Providers;

namespace SctpConnections;

/// <summary>
/// Sends, and lets those wait for whom there is no room: in order within an association, and none for another's sake.
/// </summary>
internal sealed class OneToManySender(SctpOneToManyChannel channel)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<Waiting> _waiting = [];
    private bool _isClosed;

    public ValueTask<int> SendAsync(in SctpOneToManyMessage message, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        LinkedListNode<Waiting> node;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, typeof(SctpOneToManySocket));
            if (!IsWaiting(message) && channel.TrySend(message, out var associationId) == SctpSendStatus.Done)
            {
                return new ValueTask<int>(associationId);
            }
            node = _waiting.AddLast(new Waiting(message));
        }
        return WaitAsync(node, cancellationToken);
    }

    /// <summary>Sends to all in one call. False when that is not sure to reach all, so that each is to be sent to by itself.</summary>
    public bool TrySendToAll(in SctpOneToManyMessage message, out int count)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, typeof(SctpOneToManySocket));
            count = 0;
            return _waiting.Count == 0 && channel.TrySendToAll(message, out count);
        }
    }

    public void OnWritable()
    {
        lock (_gate)
        {
            HashSet<(int, SctpEndPoint?)>? full = null;
            for (var node = _waiting.First; node is not null;)
            {
                var next = node.Next;
                var message = node.Value.Message;
                if (full?.Contains((message.AssociationId, message.Peer)) != true)
                {
                    if (TrySend(node.Value))
                    {
                        _waiting.Remove(node);
                    }
                    else
                    {
                        (full ??= []).Add((message.AssociationId, message.Peer));
                    }
                }
                node = next;
            }
        }
    }

    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            foreach (var waiting in _waiting)
            {
                waiting.TrySetException(new ObjectDisposedException(nameof(SctpOneToManySocket)));
            }
            _waiting.Clear();
        }
    }

    private bool IsWaiting(in SctpOneToManyMessage message)
    {
        for (var node = _waiting.First; node is not null; node = node.Next)
        {
            if (node.Value.Message.AssociationId == message.AssociationId && Equals(node.Value.Message.Peer, message.Peer))
            {
                return true;
            }
        }
        return false;
    }

    private bool TrySend(Waiting waiting)
    {
        try
        {
            if (channel.TrySend(waiting.Message, out var associationId) != SctpSendStatus.Done)
            {
                return false;
            }
            waiting.TrySetResult(associationId);
        }
        catch (Exception e)
        {
            waiting.TrySetException(e);
        }
        return true;
    }

    private async ValueTask<int> WaitAsync(LinkedListNode<Waiting> node, CancellationToken cancellationToken)
    {
        using var registration = cancellationToken.UnsafeRegister(_ => Cancel(node, cancellationToken), null);
        return await node.Value.Task;
    }

    private void Cancel(LinkedListNode<Waiting> node, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (node.List is null)
            {
                // Sent, or failed, in this very moment.
                return;
            }
            _waiting.Remove(node);
        }
        node.Value.TrySetCanceled(cancellationToken);
    }

    private sealed class Waiting(SctpOneToManyMessage message) : TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public SctpOneToManyMessage Message => message;
    }
}
