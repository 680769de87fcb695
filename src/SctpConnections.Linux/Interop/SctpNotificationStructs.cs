using System.Runtime.InteropServices;

namespace SctpConnections.Linux.Interop;

/// <summary>What every notification begins with.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct sctp_notification_header
{
    internal ushort sn_type;
    internal ushort sn_flags;
    internal uint sn_length;
}

/// <summary>Followed by <c>sac_info</c>, of type <see cref="byte"/>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct sctp_assoc_change
{
    internal ushort sac_type;
    internal ushort sac_flags;
    internal uint sac_length;
    internal ushort sac_state;
    internal ushort sac_error;
    internal ushort sac_outbound_streams;
    internal ushort sac_inbound_streams;
    internal int sac_assoc_id;
}

/// <summary>Packed: by nature the whole would be rounded up from 148 bytes to 152.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal struct sctp_paddr_change
{
    internal ushort spc_type;
    internal ushort spc_flags;
    internal uint spc_length;
    internal sockaddr_storage spc_aaddr;
    internal int spc_state;
    internal int spc_error;
    internal int spc_assoc_id;
}

/// <summary><see cref="sre_error"/> is big-endian; the error cause as on the wire follows.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct sctp_remote_error
{
    internal ushort sre_type;
    internal ushort sre_flags;
    internal uint sre_length;
    internal ushort sre_error;
    internal int sre_assoc_id;
}

/// <summary>Followed by <c>ssf_data</c>, of type <see cref="byte"/>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct sctp_send_failed
{
    internal ushort ssf_type;
    internal ushort ssf_flags;
    internal uint ssf_length;
    internal uint ssf_error;
    internal sctp_sndrcvinfo ssf_info;
    internal int ssf_assoc_id;
}

/// <summary>Followed by <c>ssf_data</c>, of type <see cref="byte"/>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct sctp_send_failed_event
{
    internal ushort ssf_type;
    internal ushort ssf_flags;
    internal uint ssf_length;
    internal uint ssf_error;
    internal sctp_sndinfo ssfe_info;
    internal int ssf_assoc_id;
}

[StructLayout(LayoutKind.Sequential)]
internal struct sctp_shutdown_event
{
    internal ushort sse_type;
    internal ushort sse_flags;
    internal uint sse_length;
    internal int sse_assoc_id;
}

[StructLayout(LayoutKind.Sequential)]
internal struct sctp_adaptation_event
{
    internal ushort sai_type;
    internal ushort sai_flags;
    internal uint sai_length;
    internal uint sai_adaptation_ind;
    internal int sai_assoc_id;
}

/// <summary>In the order of the kernel, which is not the one of RFC 6458.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct sctp_pdapi_event
{
    internal ushort pdapi_type;
    internal ushort pdapi_flags;
    internal uint pdapi_length;
    internal uint pdapi_indication;
    internal int pdapi_assoc_id;
    internal uint pdapi_stream;
    internal uint pdapi_seq;
}

[StructLayout(LayoutKind.Sequential)]
internal struct sctp_authkey_event
{
    internal ushort auth_type;
    internal ushort auth_flags;
    internal uint auth_length;
    internal ushort auth_keynumber;
    internal ushort auth_altkeynumber;
    internal uint auth_indication;
    internal int auth_assoc_id;
}

[StructLayout(LayoutKind.Sequential)]
internal struct sctp_sender_dry_event
{
    internal ushort sender_dry_type;
    internal ushort sender_dry_flags;
    internal uint sender_dry_length;
    internal int sender_dry_assoc_id;
}

/// <summary>Followed by <c>strreset_stream_list</c>, of type <see cref="ushort"/>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct sctp_stream_reset_event
{
    internal ushort strreset_type;
    internal ushort strreset_flags;
    internal uint strreset_length;
    internal int strreset_assoc_id;
}

[StructLayout(LayoutKind.Sequential)]
internal struct sctp_assoc_reset_event
{
    internal ushort assocreset_type;
    internal ushort assocreset_flags;
    internal uint assocreset_length;
    internal int assocreset_assoc_id;
    internal uint assocreset_local_tsn;
    internal uint assocreset_remote_tsn;
}

/// <summary>Counts the streams that were added, not those there are.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct sctp_stream_change_event
{
    internal ushort strchange_type;
    internal ushort strchange_flags;
    internal uint strchange_length;
    internal int strchange_assoc_id;
    internal ushort strchange_instrms;
    internal ushort strchange_outstrms;
}
