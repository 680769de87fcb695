using System.Buffers.Binary;
using System.Runtime.InteropServices;
using SctpConnections.Linux.Interop;

namespace SctpConnections.Linux.Internal;

/// <summary>Finds the association that a notification of a one-to-many socket is about.</summary>
internal static class NotificationTarget
{
    /// <summary>Its id, or 0 where the notification is unknown or too short.</summary>
    public static int Read(ReadOnlySpan<byte> data)
    {
        if (!MemoryMarshal.TryRead<sctp_notification_header>(data, out var header))
        {
            return 0;
        }
        var offset = header.sn_type switch
        {
            SctpConstants.SCTP_SHUTDOWN_EVENT or SctpConstants.SCTP_SENDER_DRY_EVENT or SctpConstants.SCTP_STREAM_RESET_EVENT
                or SctpConstants.SCTP_ASSOC_RESET_EVENT or SctpConstants.SCTP_STREAM_CHANGE_EVENT => 8,
            SctpConstants.SCTP_REMOTE_ERROR or SctpConstants.SCTP_PARTIAL_DELIVERY_EVENT or SctpConstants.SCTP_ADAPTATION_INDICATION => 12,
            SctpConstants.SCTP_ASSOC_CHANGE or SctpConstants.SCTP_AUTHENTICATION_EVENT => 16,
            SctpConstants.SCTP_SEND_FAILED_EVENT => 28,
            SctpConstants.SCTP_PEER_ADDR_CHANGE => 144,
            _ => data.Length,
        };
        return offset + sizeof(int) > data.Length ? 0
            : BitConverter.IsLittleEndian ? BinaryPrimitives.ReadInt32LittleEndian(data[offset..]) : BinaryPrimitives.ReadInt32BigEndian(data[offset..]);
    }

    /// <summary>The state of an association's change, or -1 for any other notification.</summary>
    public static int ReadChange(ReadOnlySpan<byte> data)
        => MemoryMarshal.TryRead<sctp_assoc_change>(data, out var change) && change.sac_type == SctpConstants.SCTP_ASSOC_CHANGE ? change.sac_state : -1;
}
