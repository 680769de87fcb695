using SctpConnections.Notifications;
using SctpConnections.Providers;

namespace SctpConnections;

/// <summary>What a provider reports of a one-to-many socket, put in order for its user.</summary>
internal sealed class OneToManyReceiver(SctpOneToManyChannel channel, SctpOneToManyOptions options, OneToManySender sender) : SctpOneToManySink
{
    private readonly OneToManyAssembler _assembler = new(options);
    private readonly HashSet<int> _up = [];
    private readonly TaskCompletionSource _empty = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isClosing;

    public OneToManyQueue Queue { get; } = new(options.ReceiveLimit, channel.ResumeReceive);

    public OneToManyWaiters Waiters { get; } = new();

    /// <summary>After <see cref="BeginClose"/>: ends when the last association has.</summary>
    public Task Empty => _empty.Task;

    public override bool IsReceivePaused => Queue.IsPaused;

    public override void OnMessage(int associationId, in SctpMessageInfo info, MessageBlock block, int offset, int length)
    {
        if (_isClosing)
        {
            return;
        }
        if (_assembler.TryAdd(associationId, info, block, offset, length, out var item, out var error))
        {
            Queue.Add(item);
        }
        else if (error is not null)
        {
            TryAbort(associationId, error);
        }
    }

    public override void OnNotification(int associationId, SctpNotification notification)
    {
        switch (notification)
        {
            case SctpPartialDeliveryNotification partial:
                _assembler.Drop(associationId, partial.StreamId);
                break;
            case SctpAssociationChangeNotification change:
                OnChange(associationId, change);
                break;
        }
        Queue.Add(new SctpOneToManyItem(associationId, notification));
    }

    public override void OnConnectFailed(int associationId, Exception error) => Waiters.OnConnectFailed(associationId, error);

    public override void OnWritable() => sender.OnWritable();

    /// <summary>The association has a channel of its own now: what waits of it goes there.</summary>
    public List<SctpOneToManyItem> TakeOver(int associationId)
    {
        Waiters.OnPeeledOff(associationId);
        Forget(associationId);
        return [.. Queue.Extract(associationId), .. _assembler.Remove(associationId)];
    }

    /// <summary>An association that has a socket of its own now, or has ended.</summary>
    private void Forget(int associationId)
    {
        lock (_up)
        {
            if (_up.Remove(associationId) && _up.Count == options.MaxAssociations - 1 && options.IsListening && !_isClosing)
            {
                channel.SetListening(true);
            }
        }
        CheckEmpty();
    }

    /// <summary>From now on only ends are of interest.</summary>
    public void BeginClose()
    {
        lock (_up)
        {
            // Under the gate, or an association that ends meanwhile would make it listen again.
            _isClosing = true;
            channel.SetListening(false);
        }
        Queue.Close();
        CheckEmpty();
    }

    private void OnChange(int associationId, SctpAssociationChangeNotification change)
    {
        Waiters.OnChange(associationId, change);
        switch (change.State)
        {
            case SctpAssociationChange.Up:
                lock (_up)
                {
                    if (_up.Add(associationId) && _up.Count == options.MaxAssociations)
                    {
                        channel.SetListening(false);
                    }
                }
                break;
            case SctpAssociationChange.Lost or SctpAssociationChange.ShutdownComplete or SctpAssociationChange.CannotStart:
                _assembler.Remove(associationId);
                Forget(associationId);
                break;
        }
    }

    private void CheckEmpty()
    {
        if (_isClosing && channel.GetAssociationIds().Count == 0)
        {
            _empty.TrySetResult();
        }
    }

    private void TryAbort(int associationId, string text)
    {
        try
        {
            channel.Abort(associationId, text);
        }
        catch (Exception e) when (e is ArgumentException or SctpException)
        {
            // Over already; or the system cannot, and what still comes of it is dropped.
        }
    }
}
