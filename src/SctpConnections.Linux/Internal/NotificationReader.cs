using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using SctpConnections.Linux.Interop;
using SctpConnections.Notifications;

namespace SctpConnections.Linux.Internal;

/// <summary>Turns the kernel's notifications into typed values. Whatever is too short, unknown or senseless becomes null.</summary>
internal static class NotificationReader
{
    public static SctpNotification? Read(ReadOnlySpan<byte> data)
    {
        if (!TryRead<sctp_notification_header>(data, out var header) || header.sn_length > data.Length)
        {
            return null;
        }
        data = data[..(int)header.sn_length];
        return header.sn_type switch
        {
            SctpConstants.SCTP_ASSOC_CHANGE when TryRead<sctp_assoc_change>(data, out var change) => ReadChange(change, data),
            SctpConstants.SCTP_PEER_ADDR_CHANGE when TryRead<sctp_paddr_change>(data, out var change) => ReadPath(change),
            SctpConstants.SCTP_SEND_FAILED_EVENT when TryRead<sctp_send_failed_event>(data, out var failed) => ReadSendFailed(failed, data),
            SctpConstants.SCTP_REMOTE_ERROR when TryRead<sctp_remote_error>(data, out var error)
                => new SctpRemoteErrorNotification(BinaryPrimitives.ReverseEndianness(error.sre_error), data[Unsafe.SizeOf<sctp_remote_error>()..].ToArray()),
            SctpConstants.SCTP_SHUTDOWN_EVENT => new SctpShutdownNotification(),
            SctpConstants.SCTP_PARTIAL_DELIVERY_EVENT when TryRead<sctp_pdapi_event>(data, out var partial)
                => new SctpPartialDeliveryNotification((ushort)partial.pdapi_stream, IsUnordered: false),
            SctpConstants.SCTP_ADAPTATION_INDICATION when TryRead<sctp_adaptation_event>(data, out var adaptation)
                => new SctpAdaptationNotification(adaptation.sai_adaptation_ind),
            SctpConstants.SCTP_SENDER_DRY_EVENT => new SctpSenderDryNotification(),
            SctpConstants.SCTP_AUTHENTICATION_EVENT when TryRead<sctp_authkey_event>(data, out var key) => ReadKey(key),
            SctpConstants.SCTP_STREAM_RESET_EVENT when TryRead<sctp_stream_reset_event>(data, out var reset) => ReadStreamReset(reset, data),
            // The kernel's local number is the one that the peer sends next, on both sides: the other way round than RFC 6525 has it.
            SctpConstants.SCTP_ASSOC_RESET_EVENT when TryRead<sctp_assoc_reset_event>(data, out var reset)
                => new SctpAssociationResetNotification(ReadResult(reset.assocreset_flags), reset.assocreset_remote_tsn, reset.assocreset_local_tsn),
            SctpConstants.SCTP_STREAM_CHANGE_EVENT when TryRead<sctp_stream_change_event>(data, out var change)
                => new SctpStreamChangeNotification(ReadResult(change.strchange_flags), change.strchange_instrms, change.strchange_outstrms),
            _ => null,
        };
    }

    private static bool TryRead<T>(ReadOnlySpan<byte> data, out T value)
        where T : unmanaged
        => MemoryMarshal.TryRead(data, out value);

    private static SctpAssociationChangeNotification ReadChange(in sctp_assoc_change change, ReadOnlySpan<byte> data)
    {
        var notification = new SctpAssociationChangeNotification(
            change.sac_state switch
            {
                SctpConstants.SCTP_COMM_UP => SctpAssociationChange.Up,
                SctpConstants.SCTP_COMM_LOST => SctpAssociationChange.Lost,
                SctpConstants.SCTP_RESTART => SctpAssociationChange.Restarted,
                SctpConstants.SCTP_SHUTDOWN_COMP => SctpAssociationChange.ShutdownComplete,
                _ => SctpAssociationChange.CannotStart,
            },
            change.sac_outbound_streams,
            change.sac_inbound_streams);
        if (notification.State != SctpAssociationChange.Lost)
        {
            return notification;
        }
        // The causes of the peer's ABORT follow as they came, each of code, length and data. RFC 6458 says the whole chunk; the kernel cuts its header off.
        var causes = data[Unsafe.SizeOf<sctp_assoc_change>()..];
        if (causes.Length >= 4)
        {
            var length = Math.Clamp((int)BinaryPrimitives.ReadUInt16BigEndian(causes[2..]), 4, causes.Length);
            return notification with
            {
                CauseCode = BinaryPrimitives.ReadUInt16BigEndian(causes),
                CauseText = Encoding.UTF8.GetString(causes[4..length].TrimEnd((byte)0)),
            };
        }
        return notification with { CauseCode = change.sac_error == 0 ? null : BinaryPrimitives.ReverseEndianness(change.sac_error) };
    }

    private static SctpPeerAddressChangeNotification? ReadPath(in sctp_paddr_change change)
    {
        if (!SockAddr.TryRead(change.spc_aaddr, out var address, out _))
        {
            return null;
        }
        SctpPeerAddressState? state = (uint)change.spc_state switch
        {
            SctpConstants.SCTP_ADDR_AVAILABLE => SctpPeerAddressState.Available,
            SctpConstants.SCTP_ADDR_UNREACHABLE => SctpPeerAddressState.Unreachable,
            SctpConstants.SCTP_ADDR_REMOVED => SctpPeerAddressState.Removed,
            SctpConstants.SCTP_ADDR_ADDED => SctpPeerAddressState.Added,
            SctpConstants.SCTP_ADDR_MADE_PRIM => SctpPeerAddressState.MadePrimary,
            SctpConstants.SCTP_ADDR_CONFIRMED => SctpPeerAddressState.Confirmed,
            SctpConstants.SCTP_ADDR_POTENTIALLY_FAILED => SctpPeerAddressState.PotentiallyFailed,
            _ => null,
        };
        return state is { } known ? new SctpPeerAddressChangeNotification(address, known, change.spc_error) : null;
    }

    private static SctpAuthenticationNotification? ReadKey(in sctp_authkey_event key)
    {
        SctpAuthenticationChange? change = (int)key.auth_indication switch
        {
            SctpConstants.SCTP_AUTH_NEW_KEY => SctpAuthenticationChange.NewKey,
            SctpConstants.SCTP_AUTH_FREE_KEY => SctpAuthenticationChange.FreeKey,
            SctpConstants.SCTP_AUTH_NO_AUTH => SctpAuthenticationChange.NotSupportedByPeer,
            _ => null,
        };
        return change is { } known ? new SctpAuthenticationNotification(known, key.auth_keynumber) : null;
    }

    private static SctpStreamResetNotification ReadStreamReset(in sctp_stream_reset_event reset, ReadOnlySpan<byte> data)
    {
        var directions = ((reset.strreset_flags & SctpConstants.SCTP_STREAM_RESET_INCOMING_SSN) != 0 ? SctpStreamDirections.Inbound : 0)
            | ((reset.strreset_flags & SctpConstants.SCTP_STREAM_RESET_OUTGOING_SSN) != 0 ? SctpStreamDirections.Outbound : 0);
        var list = data[Unsafe.SizeOf<sctp_stream_reset_event>()..];
        return new SctpStreamResetNotification(directions, ReadResult(reset.strreset_flags), MemoryMarshal.Cast<byte, ushort>(list).ToArray());
    }

    // The bits are the same in all three events of reconfiguration.
    private static SctpReconfigurationResult ReadResult(int flags)
        => (flags & SctpConstants.SCTP_STREAM_RESET_DENIED) != 0 ? SctpReconfigurationResult.Denied
            : (flags & SctpConstants.SCTP_STREAM_RESET_FAILED) != 0 ? SctpReconfigurationResult.Failed
            : SctpReconfigurationResult.Done;

    private static SctpSendFailedNotification ReadSendFailed(in sctp_send_failed_event failed, ReadOnlySpan<byte> data)
    {
        var info = failed.ssfe_info;
        return new SctpSendFailedNotification(
            WasSent: (failed.ssf_flags & SctpConstants.SCTP_DATA_SENT) != 0,
            // A cause code as on the wire.
            BinaryPrimitives.ReverseEndianness((ushort)failed.ssf_error),
            info.snd_sid,
            new SctpSendOptions
            {
                PayloadProtocolIdentifier = BinaryPrimitives.ReverseEndianness(info.snd_ppid),
                IsUnordered = (info.snd_flags & SctpConstants.SCTP_UNORDERED) != 0,
                Context = info.snd_context,
            },
            data[Unsafe.SizeOf<sctp_send_failed_event>()..].ToArray());
    }
}
