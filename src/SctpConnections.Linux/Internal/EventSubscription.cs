using System.Runtime.CompilerServices;
using SctpConnections.Linux.Interop;

namespace SctpConnections.Linux.Internal;

/// <summary>Which notifications a socket gives.</summary>
internal static class EventSubscription
{
    // The lengths that sctp_event_subscribe has had. A kernel refuses one that is longer than its own.
    private static readonly int[] s_lengths = [14, 13, 11, 10];

    public static void SubscribeAll(SafeSctpHandle handle, SctpAssociationOptions options)
    {
        Check(SockOpt.Set(handle.Descriptor, LibCConstants.IPPROTO_SCTP, SctpConstants.SCTP_RECVRCVINFO, 1), SctpConstants.SCTP_RECVRCVINFO, "RECVRCVINFO");
        foreach (var type in Wanted(options))
        {
            var error = Subscribe(handle, type, isOn: true);
            if (error == Errno.ENOPROTOOPT)
            {
                SubscribeByStruct(handle, options);
                return;
            }
            Check(error, SctpConstants.SCTP_EVENT, "the event " + type);
        }
    }

    /// <summary>Turns one kind of notification on or off (RFC 6458 section 6.2.2). Returns the errno.</summary>
    public static int Subscribe(SafeSctpHandle handle, int type, bool isOn, int associationId = 0)
        => SockOpt.Set(handle.Descriptor, LibCConstants.IPPROTO_SCTP, SctpConstants.SCTP_EVENT, new sctp_event
        {
            se_assoc_id = associationId,
            se_type = (ushort)type,
            se_on = (byte)(isOn ? 1 : 0),
        });

    /// <summary>For kernels before 5.0, which know only the struct with a byte for each kind.</summary>
    public static void SubscribeByStruct(SafeSctpHandle handle, SctpAssociationOptions options)
    {
        Span<byte> events = stackalloc byte[Unsafe.SizeOf<sctp_event_subscribe>()];
        foreach (var type in Wanted(options))
        {
            events[type - SctpConstants.SCTP_SN_TYPE_BASE] = 1;
        }
        var error = Errno.EINVAL;
        foreach (var length in s_lengths)
        {
            if (error == Errno.EINVAL)
            {
                error = SockOpt.SetBytes(handle.Descriptor, LibCConstants.IPPROTO_SCTP, SctpConstants.SCTP_EVENTS, events[..length], out _);
            }
        }
        Check(error, SctpConstants.SCTP_EVENTS, "the events");
    }

    private static List<int> Wanted(SctpAssociationOptions options)
    {
        List<int> types =
        [
            SctpConstants.SCTP_ASSOC_CHANGE, SctpConstants.SCTP_PEER_ADDR_CHANGE, SctpConstants.SCTP_SEND_FAILED_EVENT, SctpConstants.SCTP_REMOTE_ERROR,
            SctpConstants.SCTP_SHUTDOWN_EVENT, SctpConstants.SCTP_PARTIAL_DELIVERY_EVENT, SctpConstants.SCTP_ADAPTATION_INDICATION,
            SctpConstants.SCTP_STREAM_RESET_EVENT, SctpConstants.SCTP_ASSOC_RESET_EVENT, SctpConstants.SCTP_STREAM_CHANGE_EVENT,
        ];
        if (options.NotifySenderDry)
        {
            types.Add(SctpConstants.SCTP_SENDER_DRY_EVENT);
        }
        if (options.Authentication == true)
        {
            // Without it every association would report that the peer has none.
            types.Add(SctpConstants.SCTP_AUTHENTICATION_EVENT);
        }
        return types;
    }

    private static void Check(int error, int option, string name)
    {
        if (error != 0)
        {
            throw KernelRefusal.Create(error, option, name);
        }
    }
}
