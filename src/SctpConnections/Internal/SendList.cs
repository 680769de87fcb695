using SctpConnections.Providers;

namespace SctpConnections;

/// <summary>Waiting messages in sending order. Guarded by the sender's gate.</summary>
internal struct SendList
{
    private PendingSend? _last;

    public PendingSend? First { get; private set; }

    public readonly bool IsEmpty => First is null;

    public void AddLast(PendingSend pending)
    {
        pending.Previous = _last;
        if (_last is null)
        {
            First = pending;
        }
        else
        {
            _last.Next = pending;
        }
        _last = pending;
    }

    public void AddFirst(PendingSend pending)
    {
        pending.Next = First;
        if (First is null)
        {
            _last = pending;
        }
        else
        {
            First.Previous = pending;
        }
        First = pending;
    }

    public void Remove(PendingSend pending)
    {
        if (pending.Previous is null)
        {
            First = pending.Next;
        }
        else
        {
            pending.Previous.Next = pending.Next;
        }
        if (pending.Next is null)
        {
            _last = pending.Previous;
        }
        else
        {
            pending.Next.Previous = pending.Previous;
        }
        pending.Next = null;
        pending.Previous = null;
    }

    /// <summary>Outside the gate: ends the waits of all, which were taken out of the queue.</summary>
    /// <param name="channel">Where user code is scheduled.</param>
    /// <param name="mayRunUserCode">Whether the last one may go on right here.</param>
    public void CompleteAll(SctpAssociationChannel channel, bool mayRunUserCode)
    {
        while (First is { } pending)
        {
            Remove(pending);
            if (mayRunUserCode && IsEmpty)
            {
                pending.Complete();
            }
            else
            {
                channel.Schedule(pending);
            }
        }
    }
}
