using SctpConnections.Linux.Interop;

namespace SctpConnections.Linux.Internal;

/// <summary>Turns the kernel's status structs into values.</summary>
internal static class KernelStatus
{
    public static SctpAssociationState AssociationState(int state)
        => state is >= (int)SctpAssociationState.Closed and <= (int)SctpAssociationState.ShutdownAckSent ? (SctpAssociationState)state : SctpAssociationState.Unknown;

    public static SctpPathState PathState(int state)
        => state is >= SctpConstants.SCTP_INACTIVE and <= SctpConstants.SCTP_UNCONFIRMED ? (SctpPathState)state : SctpPathState.Unknown;

    public static SctpPath? ReadPath(in sctp_paddrinfo info, bool isPrimary)
        => SockAddr.TryRead(info.spinfo_address, out var address, out _)
            ? new SctpPath(
                address,
                PathState(info.spinfo_state),
                isPrimary,
                (int)info.spinfo_cwnd,
                KernelTime.FromJiffies(info.spinfo_srtt),
                KernelTime.ToSpan(info.spinfo_rto),
                (int)info.spinfo_mtu)
            : null;

    public static SctpAssociationStatus? Read(in sctp_status status)
        => ReadPath(status.sstat_primary, isPrimary: true) is { } primary
            ? new SctpAssociationStatus(
                status.sstat_assoc_id,
                // The status counts from an empty state on, which there is not.
                AssociationState(status.sstat_state - SctpConstants.SCTP_CLOSED),
                status.sstat_rwnd,
                status.sstat_unackdata,
                status.sstat_penddata,
                status.sstat_instrms,
                status.sstat_outstrms,
                (int)status.sstat_fragmentation_point,
                primary)
            : null;

    public static SctpAssociationStatistics Read(in sctp_assoc_stats stats) => new()
    {
        MaxRetransmissionTimeout = KernelTime.FromJiffies((uint)stats.sas_maxrto),
        MaxRetransmissionTimeoutAddress = SockAddr.TryRead(stats.sas_obs_rto_ipaddr, out var address, out _) ? address : null,
        SacksReceived = stats.sas_isacks,
        SacksSent = stats.sas_osacks,
        PacketsReceived = stats.sas_ipackets,
        PacketsSent = stats.sas_opackets,
        RetransmittedChunks = stats.sas_rtxchunks,
        OutOfSequenceChunks = stats.sas_outofseqtsns,
        DuplicateChunks = stats.sas_idupchunks,
        GapAcknowledgements = stats.sas_gapcnt,
        UnorderedChunksSent = stats.sas_ouodchunks,
        UnorderedChunksReceived = stats.sas_iuodchunks,
        OrderedChunksSent = stats.sas_oodchunks,
        OrderedChunksReceived = stats.sas_iodchunks,
        ControlChunksSent = stats.sas_octrlchunks,
        ControlChunksReceived = stats.sas_ictrlchunks,
    };
}
