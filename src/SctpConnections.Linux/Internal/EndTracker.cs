using SctpConnections.Linux.Interop;
using SctpConnections.Notifications;

namespace SctpConnections.Linux.Internal;

/// <summary>
/// Finds out why an association ended. The kernel tells it in pieces: the error of a dead socket comes first, then what is still
/// queued, in it the notification with the cause, and behind that what could not be sent. So the reason is given when all is read.
/// </summary>
internal struct EndTracker
{
    /// <summary>It is gone without a word, as when it died before it was accepted.</summary>
    public static readonly SctpCloseReason Unread = new(SctpCloseKind.Abort, SctpCloseSide.Peer) { Text = "it ended before it was read" };

    private SctpCloseReason? _reason;
    private int _receiveError;
    private int _sendError;

    /// <summary>Whether the peer has begun a shutdown: then reading nothing is no end yet.</summary>
    public bool IsShuttingDown { get; private set; }

    public void OnNotification(SctpNotification notification, int descriptor)
    {
        switch (notification)
        {
            case SctpShutdownNotification:
                IsShuttingDown = true;
                break;
            case SctpAssociationChangeNotification { State: SctpAssociationChange.ShutdownComplete }:
                _reason ??= new SctpCloseReason(SctpCloseKind.Shutdown, SctpCloseSide.Peer);
                break;
            case SctpAssociationChangeNotification { State: SctpAssociationChange.Lost or SctpAssociationChange.CannotStart } change:
                _reason ??= Explain(change, KernelSocket.GetBuffer(descriptor, LibCConstants.SO_ERROR));
                break;
        }
    }

    /// <summary>From any thread: sending was refused because the association ends. False when the error means something else.</summary>
    public bool OnSendError(int error)
    {
        if (!IsEnd(error))
        {
            return false;
        }
        Volatile.Write(ref _sendError, error);
        return true;
    }

    /// <summary>The error of a dead socket: true the first time, when what is queued is still to be read.</summary>
    public bool OnReceiveError(int error)
    {
        if (_receiveError != 0 || !IsEnd(error))
        {
            return false;
        }
        _receiveError = error;
        return true;
    }

    /// <summary>All is read: why the association ended, or null when it lives.</summary>
    public readonly SctpCloseReason? OnDrained() => _reason ?? (_receiveError == 0 ? null : FromError(_receiveError));

    public static SctpCloseReason FromError(int error) => error switch
    {
        Errno.ETIMEDOUT or Errno.EHOSTUNREACH or Errno.ENETUNREACH => new SctpCloseReason(SctpCloseKind.Lost, SctpCloseSide.Network),
        Errno.ECONNABORTED => new SctpCloseReason(SctpCloseKind.Abort, SctpCloseSide.Network),
        _ when IsEnd(error) => new SctpCloseReason(SctpCloseKind.Abort, SctpCloseSide.Peer),
        _ => new SctpCloseReason(SctpCloseKind.Fault, SctpCloseSide.Network) { Error = new SctpException($"The kernel failed: {Errno.Describe(error)}.") },
    };

    private static bool IsEnd(int error) => error is Errno.ECONNRESET or Errno.ECONNABORTED or Errno.ENOTCONN or Errno.ESHUTDOWN
        or Errno.EPIPE or Errno.ETIMEDOUT or Errno.EHOSTUNREACH or Errno.ENETUNREACH;

    /// <summary>The notification has the cause, but only the socket's error tells who gave up.</summary>
    private SctpCloseReason Explain(SctpAssociationChangeNotification change, int socketError)
    {
        ReadOnlySpan<int> told = [_receiveError, Volatile.Read(ref _sendError), socketError];
        if (change.CauseText is not null || told.Contains(Errno.ECONNRESET))
        {
            return new SctpCloseReason(SctpCloseKind.Abort, SctpCloseSide.Peer) { CauseCode = change.CauseCode, Text = change.CauseText };
        }
        return change.CauseCode is not null || told.Contains(Errno.ECONNABORTED)
            ? new SctpCloseReason(SctpCloseKind.Abort, SctpCloseSide.Network) { CauseCode = change.CauseCode }
            : new SctpCloseReason(SctpCloseKind.Lost, SctpCloseSide.Network);
    }
}
