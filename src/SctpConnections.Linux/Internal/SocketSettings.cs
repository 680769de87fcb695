using SctpConnections.Linux.Interop;

namespace SctpConnections.Linux.Internal;

/// <summary>Sets the protocol options of a socket. What the kernel refuses is an error that names the option.</summary>
internal static class SocketSettings
{
    private const int Level = LibCConstants.IPPROTO_SCTP;

    public static void Apply(int descriptor, SctpAssociationOptions options)
    {
        Set(descriptor, SctpConstants.SCTP_NODELAY, options.NoDelay ? 1 : 0, nameof(options.NoDelay));
        Set(descriptor, SctpConstants.SCTP_INITMSG, new sctp_initmsg
        {
            sinit_num_ostreams = options.OutboundStreams,
            sinit_max_instreams = options.InboundStreams,
            sinit_max_attempts = options.MaxInitAttempts ?? 0,
            sinit_max_init_timeo = (ushort)(options.MaxInitTimeout?.TotalMilliseconds ?? 0),
        }, "OutboundStreams, InboundStreams, MaxInitAttempts or MaxInitTimeout");
        if (options.RtoInitial is not null || options.RtoMin is not null || options.RtoMax is not null)
        {
            Set(descriptor, SctpConstants.SCTP_RTOINFO, new sctp_rtoinfo
            {
                srto_initial = Milliseconds(options.RtoInitial),
                srto_min = Milliseconds(options.RtoMin),
                srto_max = Milliseconds(options.RtoMax),
            }, "RtoInitial, RtoMin or RtoMax");
        }
        if (options.AssociationMaxRetransmissions is { } retransmissions)
        {
            Set(descriptor, SctpConstants.SCTP_ASSOCINFO, new sctp_assocparams { sasoc_asocmaxrxt = retransmissions }, nameof(options.AssociationMaxRetransmissions));
        }
        SetPath(descriptor, options);
        if (options.SackDelay is not null || options.SackFrequency is not null)
        {
            SetSack(descriptor, options);
        }
        if (options.AdaptationIndication is { } indication)
        {
            Set(descriptor, SctpConstants.SCTP_ADAPTATION_LAYER, new sctp_setadaptation { ssb_adaptation_ind = indication }, nameof(options.AdaptationIndication));
        }
        Set(descriptor, SctpConstants.SCTP_RECVRCVINFO, 1, "RECVRCVINFO");
        foreach (var type in (ReadOnlySpan<int>)
        [
            SctpConstants.SCTP_ASSOC_CHANGE, SctpConstants.SCTP_PEER_ADDR_CHANGE, SctpConstants.SCTP_SEND_FAILED_EVENT, SctpConstants.SCTP_REMOTE_ERROR,
            SctpConstants.SCTP_SHUTDOWN_EVENT, SctpConstants.SCTP_PARTIAL_DELIVERY_EVENT, SctpConstants.SCTP_ADAPTATION_INDICATION,
        ])
        {
            Subscribe(descriptor, type);
        }
        if (options.NotifySenderDry)
        {
            Subscribe(descriptor, SctpConstants.SCTP_SENDER_DRY_EVENT);
        }
    }

    private static void SetPath(int descriptor, SctpAssociationOptions options)
    {
        if (options.HeartbeatInterval is null && options.PathMaxRetransmissions is null && options.PathMtu is null)
        {
            return;
        }
        var flags = options.HeartbeatInterval is not { } interval ? 0
            : interval == TimeSpan.Zero ? SctpConstants.SPP_HB_DISABLE
            : SctpConstants.SPP_HB_ENABLE;
        if (options.PathMtu is not null)
        {
            flags |= SctpConstants.SPP_PMTUD_DISABLE;
        }
        Set(descriptor, SctpConstants.SCTP_PEER_ADDR_PARAMS, new sctp_paddrparams
        {
            spp_flags = (uint)flags,
            spp_hbinterval = Milliseconds(options.HeartbeatInterval),
            spp_pathmaxrxt = options.PathMaxRetransmissions ?? 0,
            spp_pathmtu = (uint)(options.PathMtu ?? 0),
        }, "HeartbeatInterval, PathMaxRetransmissions or PathMtu");
    }

    private static void SetSack(int descriptor, SctpAssociationOptions options)
    {
        // Zeroes would mean "leave it", so a delay of none is asked for as a SACK for every packet.
        var isImmediate = options.SackDelay == TimeSpan.Zero;
        Set(descriptor, SctpConstants.SCTP_DELAYED_SACK, new sctp_sack_info
        {
            sack_delay = isImmediate ? 0 : Milliseconds(options.SackDelay),
            sack_freq = isImmediate ? 1 : (uint)(options.SackFrequency ?? 0),
        }, "SackDelay or SackFrequency");
    }

    private static void Subscribe(int descriptor, int type)
        => Set(descriptor, SctpConstants.SCTP_EVENT, new sctp_event { se_type = (ushort)type, se_on = 1 }, "EVENT");

    private static uint Milliseconds(TimeSpan? time) => (uint)(time?.TotalMilliseconds ?? 0);

    private static void Set<T>(int descriptor, int option, in T value, string name)
        where T : unmanaged
    {
        var error = SockOpt.Set(descriptor, Level, option, value);
        if (error != 0)
        {
            throw new SctpException($"The kernel refused {name} (SCTP option {option}): {Errno.Describe(error)}; {Remedy(error)}.");
        }
    }

    private static string Remedy(int error) => error switch
    {
        Errno.ENOPROTOOPT => "this kernel is too old for it, leave it unset",
        Errno.EPERM or Errno.EACCES or Errno.EOPNOTSUPP => "a switch of its own turns it off (sysctl net.sctp)",
        _ => "check it beside the system's own values (sysctl net.sctp)",
    };
}
