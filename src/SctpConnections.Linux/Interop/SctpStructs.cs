using System.Runtime.InteropServices;

namespace SctpConnections.Linux.Interop;

/// <summary>SCTP_EVENTS answers EINVAL to a struct longer than its own; SCTP_EVENT has no such trap.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct sctp_event_subscribe
{
    internal byte sctp_data_io_event;
    internal byte sctp_association_event;
    internal byte sctp_address_event;
    internal byte sctp_send_failure_event;
    internal byte sctp_peer_error_event;
    internal byte sctp_shutdown_event;
    internal byte sctp_partial_delivery_event;
    internal byte sctp_adaptation_layer_event;
    internal byte sctp_authentication_event;
    internal byte sctp_sender_dry_event;
    internal byte sctp_stream_reset_event;
    internal byte sctp_assoc_reset_event;
    internal byte sctp_stream_change_event;
    internal byte sctp_send_failure_event_event;
}

[StructLayout(LayoutKind.Sequential)]
internal struct sctp_rtoinfo
{
    internal int srto_assoc_id;
    internal uint srto_initial;
    internal uint srto_max;
    internal uint srto_min;
}

[StructLayout(LayoutKind.Sequential)]
internal struct sctp_assocparams
{
    internal int sasoc_assoc_id;
    internal ushort sasoc_asocmaxrxt;
    internal ushort sasoc_number_peer_destinations;
    internal uint sasoc_peer_rwnd;
    internal uint sasoc_local_rwnd;
    internal uint sasoc_cookie_life;
}

[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal struct sctp_setpeerprim
{
    internal int sspp_assoc_id;
    internal sockaddr_storage sspp_addr;
}

[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal struct sctp_prim
{
    internal int ssp_assoc_id;
    internal sockaddr_storage ssp_addr;
}

[StructLayout(LayoutKind.Sequential)]
internal struct sctp_setadaptation
{
    internal uint ssb_adaptation_ind;
}

/// <summary>
/// Packed to the byte, which leaves words at addresses such as 138, then rounded up to 4. The kernel takes 152
/// bytes (without the last two fields) or 156, nothing else.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1, Size = 156)]
internal struct sctp_paddrparams
{
    internal int spp_assoc_id;
    internal sockaddr_storage spp_address;
    internal uint spp_hbinterval;
    internal ushort spp_pathmaxrxt;
    internal uint spp_pathmtu;
    internal uint spp_sackdelay;
    internal uint spp_flags;
    internal uint spp_ipv6_flowlabel;
    internal byte spp_dscp;
}

[StructLayout(LayoutKind.Sequential)]
internal struct sctp_authchunk
{
    internal byte sauth_chunk;
}

/// <summary>Followed by <c>shmac_idents</c>, of type <see cref="ushort"/>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct sctp_hmacalgo
{
    internal uint shmac_num_idents;
}

/// <summary>Followed by <c>sca_key</c>, of type <see cref="byte"/>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct sctp_authkey
{
    internal int sca_assoc_id;
    internal ushort sca_keynumber;
    internal ushort sca_keylength;
}

[StructLayout(LayoutKind.Sequential)]
internal struct sctp_authkeyid
{
    internal int scact_assoc_id;
    internal ushort scact_keynumber;
}

[StructLayout(LayoutKind.Sequential)]
internal struct sctp_sack_info
{
    internal int sack_assoc_id;
    internal uint sack_delay;
    internal uint sack_freq;
}

[StructLayout(LayoutKind.Sequential)]
internal struct sctp_assoc_value
{
    internal int assoc_id;
    internal uint assoc_value;
}

[StructLayout(LayoutKind.Sequential)]
internal struct sctp_stream_value
{
    internal int assoc_id;
    internal ushort stream_id;
    internal ushort stream_value;
}

[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal struct sctp_paddrinfo
{
    internal int spinfo_assoc_id;
    internal sockaddr_storage spinfo_address;
    internal int spinfo_state;
    internal uint spinfo_cwnd;
    internal uint spinfo_srtt;
    internal uint spinfo_rto;
    internal uint spinfo_mtu;
}

[StructLayout(LayoutKind.Sequential)]
internal struct sctp_status
{
    internal int sstat_assoc_id;
    internal int sstat_state;
    internal uint sstat_rwnd;
    internal ushort sstat_unackdata;
    internal ushort sstat_penddata;
    internal ushort sstat_instrms;
    internal ushort sstat_outstrms;
    internal uint sstat_fragmentation_point;
    internal sctp_paddrinfo sstat_primary;
}

/// <summary>Followed by <c>gauth_chunks</c>, of type <see cref="byte"/>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct sctp_authchunks
{
    internal int gauth_assoc_id;
    internal uint gauth_number_of_chunks;
}

/// <summary>Followed by <c>gaids_assoc_id</c>, of type <see cref="int"/>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct sctp_assoc_ids
{
    internal uint gaids_number_of_ids;
}

/// <summary>
/// What SCTP_SOCKOPT_CONNECTX3 takes; <see cref="addr_num"/> counts bytes there. It holds a pointer, so its size
/// differs with the machine.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct sctp_getaddrs_old
{
    internal int assoc_id;
    internal int addr_num;
    internal void* addrs;
}

/// <summary>Followed by <see cref="addr_num"/> addresses of 16 or 28 bytes each.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct sctp_getaddrs
{
    internal int assoc_id;
    internal uint addr_num;
}

/// <summary>Not packed: the address is at 8 on 64 bits, at 4 on 32.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct sctp_assoc_stats
{
    internal int sas_assoc_id;
    internal sockaddr_storage sas_obs_rto_ipaddr;
    internal ulong sas_maxrto;
    internal ulong sas_isacks;
    internal ulong sas_osacks;
    internal ulong sas_opackets;
    internal ulong sas_ipackets;
    internal ulong sas_rtxchunks;
    internal ulong sas_outofseqtsns;
    internal ulong sas_idupchunks;
    internal ulong sas_gapcnt;
    internal ulong sas_ouodchunks;
    internal ulong sas_iuodchunks;
    internal ulong sas_oodchunks;
    internal ulong sas_iodchunks;
    internal ulong sas_octrlchunks;
    internal ulong sas_ictrlchunks;
}

/// <summary>Not packed: the address is at 8 on 64 bits, at 4 on 32.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct sctp_paddrthlds
{
    internal int spt_assoc_id;
    internal sockaddr_storage spt_address;
    internal ushort spt_pathmaxrxt;
    internal ushort spt_pathpfthld;
}

[StructLayout(LayoutKind.Sequential)]
internal struct sctp_paddrthlds_v2
{
    internal int spt_assoc_id;
    internal sockaddr_storage spt_address;
    internal ushort spt_pathmaxrxt;
    internal ushort spt_pathpfthld;
    internal ushort spt_pathcpthld;
}

[StructLayout(LayoutKind.Sequential)]
internal struct sctp_prstatus
{
    internal int sprstat_assoc_id;
    internal ushort sprstat_sid;
    internal ushort sprstat_policy;
    internal ulong sprstat_abandoned_unsent;
    internal ulong sprstat_abandoned_sent;
}

/// <summary>Value before policy, other than in <see cref="sctp_prinfo"/>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct sctp_default_prinfo
{
    internal int pr_assoc_id;
    internal uint pr_value;
    internal ushort pr_policy;
}

/// <summary>Followed by <c>srs_stream_list</c>, of type <see cref="ushort"/>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct sctp_reset_streams
{
    internal int srs_assoc_id;
    internal ushort srs_flags;
    internal ushort srs_number_streams;
}

[StructLayout(LayoutKind.Sequential)]
internal struct sctp_add_streams
{
    internal int sas_assoc_id;
    internal ushort sas_instrms;
    internal ushort sas_outstrms;
}

/// <summary>The byte at 6 is followed by one of padding.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct sctp_event
{
    internal int se_assoc_id;
    internal ushort se_type;
    internal byte se_on;
}

/// <summary><see cref="sue_port"/> is big-endian.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct sctp_udpencaps
{
    internal int sue_assoc_id;
    internal sockaddr_storage sue_address;
    internal ushort sue_port;
}

[StructLayout(LayoutKind.Sequential)]
internal struct sctp_probeinterval
{
    internal int spi_assoc_id;
    internal sockaddr_storage spi_address;
    internal uint spi_interval;
}

[StructLayout(LayoutKind.Sequential)]
internal struct sctp_peeloff_arg_t
{
    internal int associd;
    internal int sd;
}

[StructLayout(LayoutKind.Sequential)]
internal struct sctp_peeloff_flags_arg_t
{
    internal sctp_peeloff_arg_t p_arg;
    internal uint flags;
}
