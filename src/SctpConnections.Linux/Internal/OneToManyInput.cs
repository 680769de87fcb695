using SctpConnections.Linux.Interop;
using SctpConnections.Notifications;
using SctpConnections.Providers;

namespace SctpConnections.Linux.Internal;

/// <summary>Reads a one-to-many socket and reports what it brings. One thread at a time.</summary>
internal sealed class OneToManyInput(int descriptor, ConnectWatch connects)
{
    private const int ItemsPerTurn = 64;

    // Of each message that is not whole: the kernel says stream 0 when it gives one up, whichever it was.
    private readonly Dictionary<int, SctpMessageInfo> _lastParts = [];

    /// <summary>Reads a number of items. True when there may be more.</summary>
    /// <param name="sink">Gets them.</param>
    /// <param name="isShort">Whether the system is short of something: then reading is to be tried again later.</param>
    public bool Read(SctpOneToManySink sink, out bool isShort)
    {
        isShort = false;
        var reader = new ItemReader();
        try
        {
            for (var i = 0; i < ItemsPerTurn; i++)
            {
                if (sink.IsReceivePaused)
                {
                    return false;
                }
                switch (reader.Read(descriptor))
                {
                    case 0:
                        Report(reader, sink);
                        break;
                    case Errno.EAGAIN:
                        return false;
                    case Errno.EINTR or Errno.EPROTO:
                        break;
                    default:
                        isShort = true;
                        return false;
                }
            }
            return true;
        }
        finally
        {
            reader.Dispose();
        }
    }

    /// <summary>The association is not the socket's any more.</summary>
    public void Forget(int associationId)
    {
        connects.Forget(associationId);
        _lastParts.Remove(associationId);
    }

    private void Report(scoped in ItemReader reader, SctpOneToManySink sink)
    {
        var id = reader.AssociationId;
        if (!reader.IsNotification)
        {
            if (!reader.Info.IsEndOfMessage)
            {
                _lastParts[id] = reader.Info;
            }
            var block = MessageBlock.Rent(reader.Data.Length);
            reader.Data.CopyTo(block.Free);
            sink.OnMessage(id, reader.Info, block, block.Commit(reader.Data.Length), reader.Data.Length);
            block.Park();
            return;
        }
        var notification = NotificationReader.Read(reader.Data);
        switch (notification)
        {
            case null:
                return;
            case SctpPartialDeliveryNotification:
                var last = _lastParts.GetValueOrDefault(id);
                notification = new SctpPartialDeliveryNotification(last.StreamId, last.IsUnordered);
                break;
            case SctpAssociationChangeNotification { State: SctpAssociationChange.CannotStart } when connects.OnFailed(descriptor, id) is { } error:
                sink.OnConnectFailed(id, error);
                break;
            case SctpAssociationChangeNotification { State: not SctpAssociationChange.Restarted }:
                Forget(id);
                break;
        }
        sink.OnNotification(id, notification);
    }
}
