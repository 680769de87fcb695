using System.Diagnostics.CodeAnalysis;
using SctpConnections.Providers;

namespace SctpConnections.Linux.Internal;

/// <summary>Associations that are set up and not yet accepted: at most the backlog.</summary>
internal sealed class AcceptQueue(int limit)
{
    private readonly Lock _gate = new();
    private readonly Queue<SctpAssociationChannel> _queue = [];
    private bool _isClosed;

    public bool IsFull
    {
        get
        {
            lock (_gate)
            {
                return _queue.Count >= limit;
            }
        }
    }

    public void Add(SctpAssociationChannel association)
    {
        lock (_gate)
        {
            if (!_isClosed)
            {
                _queue.Enqueue(association);
                return;
            }
        }
        association.Close();
    }

    public bool TryTake([NotNullWhen(true)] out SctpAssociationChannel? association)
    {
        lock (_gate)
        {
            return _queue.TryDequeue(out association);
        }
    }

    /// <summary>Aborts what is here and what comes.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
        }
        while (TryTake(out var association))
        {
            association.Close();
        }
    }
}
