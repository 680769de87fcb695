using SctpConnections.Linux.Interop;
using SctpConnections.Providers;

namespace SctpConnections.Linux.Internal;

/// <summary>
/// Gives each association that a listening socket brings a socket of its own, before the next item is read, so that its messages
/// move with it. One that has ended by then is collected here. One thread at a time.
/// </summary>
internal sealed class Peeler(int descriptor, SctpEndPoint endPoint, int maxSendMessageSize, SctpTransportOptions options)
{
    // Those whose end is not read yet; it follows in the same queue.
    private readonly Dictionary<int, FinishedAssociation> _finished = [];
    private readonly EndpointFlags _flags = EndpointFlags.Read(descriptor);
    private QueuedItem? _waiting;
    private int _waitingId;
    private SctpEndPoint? _waitingPeer;

    /// <summary>How a step went.</summary>
    public enum Outcome
    {
        /// <summary>An item was read; there may be more.</summary>
        More,

        /// <summary>There is nothing more for now.</summary>
        Drained,

        /// <summary>The system is short of something; the same step is to be tried again later.</summary>
        Retry,
    }

    /// <summary>Reads one item. Returns what is to be accepted, or null.</summary>
    /// <exception cref="SctpException">The association cannot be watched; it is given up.</exception>
    public SctpAssociationChannel? Step(ref ItemReader reader, out Outcome outcome, out int error)
    {
        outcome = Outcome.More;
        error = 0;
        if (_waiting is null)
        {
            error = reader.Read(descriptor);
            switch (error)
            {
                case 0:
                    break;
                case Errno.EINTR or Errno.EPROTO:
                    return null;
                case Errno.EAGAIN:
                    CompleteAll();
                    outcome = Outcome.Drained;
                    return null;
                default:
                    outcome = Outcome.Retry;
                    return null;
            }
            if (_finished.TryGetValue(reader.AssociationId, out var finished))
            {
                AddTo(finished, reader);
                return null;
            }
            if (reader.IsNotification && NotificationTarget.ReadChange(reader.Data) != SctpConstants.SCTP_COMM_UP)
            {
                // Of an association that is not ours any more.
                return null;
            }
            _waiting = QueuedItem.From(reader);
            _waitingId = reader.AssociationId;
            _waitingPeer = reader.GetPeer(endPoint);
        }
        error = PeelOff.Take(descriptor, _waitingId, out var handle);
        if (error is not (0 or Errno.EINVAL))
        {
            outcome = Outcome.Retry;
            return null;
        }
        var first = _waiting;
        _waiting = null;
        return handle is null ? Collect(first) : Make(handle, first);
    }

    private FinishedAssociation Collect(QueuedItem first)
    {
        var finished = new FinishedAssociation(endPoint, _waitingPeer!, maxSendMessageSize);
        _finished[_waitingId] = finished;
        finished.Add(first);
        return finished;
    }

    private KernelAssociation Make(SafeSctpHandle handle, QueuedItem first)
    {
        try
        {
            _flags.Apply(handle.Descriptor);
            var association = new KernelAssociation(handle, endPoint, _waitingPeer!, options, maxSendMessageSize);
            association.SetFirst(first);
            // It may be dead already. Then reading it says why.
            association.ReadStatus();
            return association;
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    private void AddTo(FinishedAssociation finished, in ItemReader reader)
    {
        finished.Add(QueuedItem.From(reader));
        if (reader.IsNotification && NotificationTarget.ReadChange(reader.Data) is SctpConstants.SCTP_COMM_LOST or SctpConstants.SCTP_SHUTDOWN_COMP)
        {
            _finished.Remove(reader.AssociationId);
            finished.Complete();
        }
    }

    /// <summary>The socket has nothing left, so neither have those that had ended.</summary>
    private void CompleteAll()
    {
        foreach (var finished in _finished.Values)
        {
            finished.Complete();
        }
        _finished.Clear();
    }
}
