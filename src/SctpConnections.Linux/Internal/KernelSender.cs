using SctpConnections.Linux.Interop;
using SctpConnections.Providers;

namespace SctpConnections.Linux.Internal;

/// <summary>The sending half of an association: hands messages to the kernel and tells what an error of it means. One call at a time.</summary>
internal sealed class KernelSender(KernelAssociation association, SafeSctpHandle handle, SctpAssociationOptions options)
{
    private DeliveryTracker? _deliveries;

    /// <summary>Finds out what became of messages; null as long as nobody wanted to know.</summary>
    public DeliveryTracker? Deliveries => Volatile.Read(ref _deliveries);

    /// <summary>Why the last message was refused.</summary>
    public SctpSendRefusedException? Refusal { get; private set; }

    public SctpSendStatus TrySend(ReadOnlySpan<SctpOutboundMessage> messages, SctpAssociationSink sink, out int sent)
    {
        sent = 0;
        if (!handle.TryHold())
        {
            return SctpSendStatus.Closed;
        }
        int error;
        try
        {
            error = Send(messages, sink, out sent);
            if (error == Errno.EAGAIN)
            {
                // Reports at once when there is room by now, so nothing can be missed.
                association.WatchRoom(isWatched: true);
            }
        }
        finally
        {
            handle.DangerousRelease();
        }
        switch (error)
        {
            case 0:
                return SctpSendStatus.Done;
            case Errno.EAGAIN or DeliveryTracker.Held:
                return SctpSendStatus.WouldBlock;
            case Errno.ENOBUFS or Errno.ENOMEM:
                association.RetryLater();
                return SctpSendStatus.WouldBlock;
            case Errno.EINVAL or Errno.EADDRNOTAVAIL or Errno.EAFNOSUPPORT or Errno.EACCES when messages[sent].MayBeRefused:
                Refusal = Refuse(messages[sent].Options, error);
                return SctpSendStatus.Refused;
            default:
                association.OnSendError(error);
                return SctpSendStatus.Closed;
        }
    }

    private int Send(ReadOnlySpan<SctpOutboundMessage> messages, SctpAssociationSink sink, out int sent)
    {
        var port = association.RemoteEndPoint.Port;
        var mayBundle = association.MaxSendMessageSize >= SendBatch.SmallestBufferToBundle;
        if (_deliveries is null && DeliveryTracker.IsWanted(messages))
        {
            Volatile.Write(ref _deliveries, new DeliveryTracker(handle, options, sink, association.Retry));
        }
        return _deliveries is null
            ? SendBatch.Send(handle.Descriptor, port, mayBundle, messages, out sent)
            : _deliveries.Send(handle.Descriptor, port, mayBundle, messages, out sent);
    }

    private SctpSendRefusedException Refuse(in SctpSendOptions options, int error)
    {
        var what = options switch
        {
            { Destination: { } address, AuthenticationKeyId: null } => $"{address} is no address of the peer {association.RemoteEndPoint}",
            { Destination: null, AuthenticationKeyId: { } key } => $"the authentication key {key} does not exist on this association",
            _ => $"{options.Destination} is no address of the peer {association.RemoteEndPoint}, or the authentication key {options.AuthenticationKeyId} does not exist",
        };
        return new SctpSendRefusedException($"The message was not sent: {what} ({Errno.Describe(error)}).");
    }
}
