using SctpConnections.Notifications;

namespace SctpConnections;

/// <summary>Notifications that wait for a reader; when there are too many the oldest are dropped. Guarded by the receiver's gate.</summary>
internal sealed class NotificationQueue(AssociationReceiver receiver, int limit) : IInboundSource<SctpNotification?>
{
    private readonly Queue<SctpNotification> _queue = new();
    private InboundWaiter<SctpNotification?>? _waiter;

    public void Add(SctpNotification notification)
    {
        if (_queue.Count == limit)
        {
            _queue.Dequeue();
        }
        _queue.Enqueue(notification);
        receiver.Signal(_waiter);
    }

    public void Signal() => receiver.SignalNow(_waiter);

    /// <summary>The next notification, or null once the association ended.</summary>
    public ValueTask<SctpNotification?> TakeAsync(CancellationToken cancellationToken)
    {
        _waiter ??= new InboundWaiter<SctpNotification?>(receiver, this);
        return _waiter.TakeAsync(cancellationToken);
    }

    bool IInboundSource<SctpNotification?>.TryTake(out SctpNotification? item)
        => _queue.TryDequeue(out item) || receiver.EndReason is not null;
}
