using SctpConnections.Linux.Interop;

namespace SctpConnections.Linux.Internal;

/// <summary>Turns the kernel's status structs into values.</summary>
internal static class KernelStatus
{
    public static SctpPath? ReadPath(in sctp_paddrinfo info, bool isPrimary)
        => SockAddr.TryRead(info.spinfo_address, out var address, out _)
            ? new SctpPath(
                address,
                info.spinfo_state switch
                {
                    SctpConstants.SCTP_INACTIVE => SctpPathState.Inactive,
                    SctpConstants.SCTP_PF => SctpPathState.PotentiallyFailed,
                    SctpConstants.SCTP_ACTIVE => SctpPathState.Active,
                    SctpConstants.SCTP_UNCONFIRMED => SctpPathState.Unconfirmed,
                    _ => SctpPathState.Unknown,
                },
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
                status.sstat_state switch
                {
                    SctpConstants.SCTP_COOKIE_WAIT => SctpAssociationState.CookieWait,
                    SctpConstants.SCTP_COOKIE_ECHOED => SctpAssociationState.CookieEchoed,
                    SctpConstants.SCTP_ESTABLISHED => SctpAssociationState.Established,
                    SctpConstants.SCTP_SHUTDOWN_PENDING => SctpAssociationState.ShutdownPending,
                    SctpConstants.SCTP_SHUTDOWN_SENT => SctpAssociationState.ShutdownSent,
                    SctpConstants.SCTP_SHUTDOWN_RECEIVED => SctpAssociationState.ShutdownReceived,
                    SctpConstants.SCTP_SHUTDOWN_ACK_SENT => SctpAssociationState.ShutdownAckSent,
                    _ => SctpAssociationState.Closed,
                },
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
