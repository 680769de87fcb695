using System.Runtime.InteropServices;

namespace SctpConnections.Linux.Interop;

/// <summary>What sctp_diag tells of an association; it grew with the versions, so a shorter one is filled up with zeros.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct sctp_info
{
    internal uint sctpi_tag;
    internal uint sctpi_state;
    internal uint sctpi_rwnd;
    internal ushort sctpi_unackdata;
    internal ushort sctpi_penddata;
    internal ushort sctpi_instrms;
    internal ushort sctpi_outstrms;
    internal uint sctpi_fragmentation_point;
    internal uint sctpi_inqueue;
    internal uint sctpi_outqueue;
    internal uint sctpi_overall_error;
    internal uint sctpi_max_burst;
    internal uint sctpi_maxseg;
    internal uint sctpi_peer_rwnd;
    internal uint sctpi_peer_tag;
    internal byte sctpi_peer_capable;
    internal byte sctpi_peer_sack;
    internal ushort __reserved1;

    internal ulong sctpi_isacks;
    internal ulong sctpi_osacks;
    internal ulong sctpi_opackets;
    internal ulong sctpi_ipackets;
    internal ulong sctpi_rtxchunks;
    internal ulong sctpi_outofseqtsns;
    internal ulong sctpi_idupchunks;
    internal ulong sctpi_gapcnt;
    internal ulong sctpi_ouodchunks;
    internal ulong sctpi_iuodchunks;
    internal ulong sctpi_oodchunks;
    internal ulong sctpi_iodchunks;
    internal ulong sctpi_octrlchunks;
    internal ulong sctpi_ictrlchunks;

    internal sockaddr_storage sctpi_p_address;
    internal int sctpi_p_state;
    internal uint sctpi_p_cwnd;
    internal uint sctpi_p_srtt;
    internal uint sctpi_p_rto;
    internal uint sctpi_p_hbinterval;
    internal uint sctpi_p_pathmaxrxt;
    internal uint sctpi_p_sackdelay;
    internal uint sctpi_p_sackfreq;
    internal uint sctpi_p_ssthresh;
    internal uint sctpi_p_partial_bytes_acked;
    internal uint sctpi_p_flight_size;
    internal ushort sctpi_p_error;
    internal ushort __reserved2;

    internal uint sctpi_s_autoclose;
    internal uint sctpi_s_adaptation_ind;
    internal uint sctpi_s_pd_point;
    internal byte sctpi_s_nodelay;
    internal byte sctpi_s_disable_fragments;
    internal byte sctpi_s_v4mapped;
    internal byte sctpi_s_frag_interleave;
    internal uint sctpi_s_type;
    internal uint __reserved3;
}
