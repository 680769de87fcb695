using System.Buffers.Binary;
using SctpConnections.Linux.Interop;

namespace SctpConnections.Linux.Internal;

/// <summary>The protocol settings as socket options.</summary>
internal sealed class KernelSettings(KernelOptions options) : SctpSettings
{
    // In errors they are named as in the options, too.
    private const string Timeouts = $"{nameof(RetransmissionTimeouts)} ({nameof(SctpAssociationOptions.RtoInitial)}, {nameof(SctpAssociationOptions.RtoMin)}, {nameof(SctpAssociationOptions.RtoMax)})";

    public override SctpRetransmissionTimeouts RetransmissionTimeouts
    {
        get
        {
            var info = options.Get(SctpConstants.SCTP_RTOINFO, new sctp_rtoinfo { srto_assoc_id = options.AssociationId }, Timeouts);
            return new(KernelTime.ToSpan(info.srto_initial), KernelTime.ToSpan(info.srto_min), KernelTime.ToSpan(info.srto_max));
        }
        set => options.Set(SctpConstants.SCTP_RTOINFO, new sctp_rtoinfo
        {
            srto_assoc_id = options.AssociationId,
            srto_initial = KernelTime.ToMilliseconds(value.Initial, nameof(value.Initial)),
            srto_min = KernelTime.ToMilliseconds(value.Min, nameof(value.Min)),
            srto_max = KernelTime.ToMilliseconds(value.Max, nameof(value.Max)),
        }, Timeouts);
    }

    public override ushort AssociationMaxRetransmissions
    {
        get => GetParameters(nameof(AssociationMaxRetransmissions)).sasoc_asocmaxrxt;
        set => options.Set(
            SctpConstants.SCTP_ASSOCINFO, new sctp_assocparams { sasoc_assoc_id = options.AssociationId, sasoc_asocmaxrxt = value }, nameof(AssociationMaxRetransmissions));
    }

    public override TimeSpan CookieLifetime
    {
        get => KernelTime.ToSpan(GetParameters(nameof(CookieLifetime)).sasoc_cookie_life);
        set => options.Set(SctpConstants.SCTP_ASSOCINFO, new sctp_assocparams
        {
            sasoc_assoc_id = options.AssociationId,
            sasoc_cookie_life = KernelTime.ToMilliseconds(value, nameof(CookieLifetime)),
        }, nameof(CookieLifetime));
    }

    public override SctpInitiation Initiation
    {
        get
        {
            var init = options.Get(SctpConstants.SCTP_INITMSG, default(sctp_initmsg), nameof(Initiation));
            return new(init.sinit_num_ostreams, init.sinit_max_instreams, init.sinit_max_attempts, KernelTime.ToSpan(init.sinit_max_init_timeo));
        }
        set => options.Set(SctpConstants.SCTP_INITMSG, new sctp_initmsg
        {
            sinit_num_ostreams = value.OutboundStreams,
            sinit_max_instreams = value.InboundStreams,
            sinit_max_attempts = value.MaxAttempts,
            sinit_max_init_timeo = (ushort)KernelTime.ToMilliseconds(value.MaxTimeout, nameof(value.MaxTimeout), ushort.MaxValue),
        }, nameof(Initiation));
    }

    public override bool NoDelay
    {
        get => GetInt(SctpConstants.SCTP_NODELAY, nameof(NoDelay)) != 0;
        set => SetOfSocket(SctpConstants.SCTP_NODELAY, value ? 1 : 0, nameof(NoDelay));
    }

    public override TimeSpan AutoClose
    {
        get => TimeSpan.FromSeconds(GetInt(SctpConstants.SCTP_AUTOCLOSE, nameof(AutoClose)));
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value.Ticks, nameof(AutoClose));
            if (options.IsAssociation)
            {
                // Peeled-off sockets take it, to no effect.
                throw new SctpException($"{nameof(AutoClose)} cannot be set on an association: only one-to-many sockets have it, for associations to come.");
            }
            SetInt(SctpConstants.SCTP_AUTOCLOSE, checked((int)value.TotalSeconds), nameof(AutoClose));
        }
    }

    public override uint AdaptationIndication
    {
        get => options.Get(SctpConstants.SCTP_ADAPTATION_LAYER, default(sctp_setadaptation), nameof(AdaptationIndication)).ssb_adaptation_ind;
        set => SetOfSocket(SctpConstants.SCTP_ADAPTATION_LAYER, new sctp_setadaptation { ssb_adaptation_ind = value }, nameof(AdaptationIndication));
    }

    public override bool DisableFragments
    {
        get => GetInt(SctpConstants.SCTP_DISABLE_FRAGMENTS, nameof(DisableFragments)) != 0;
        set => SetOfSocket(SctpConstants.SCTP_DISABLE_FRAGMENTS, value ? 1 : 0, nameof(DisableFragments));
    }

    public override bool MapIPv4Addresses
    {
        get => GetInt(SctpConstants.SCTP_I_WANT_MAPPED_V4_ADDR, nameof(MapIPv4Addresses)) != 0;
        set => SetOfSocket(SctpConstants.SCTP_I_WANT_MAPPED_V4_ADDR, value ? 1 : 0, nameof(MapIPv4Addresses));
    }

    public override int MaxFragmentSize
    {
        get => (int)GetValue(SctpConstants.SCTP_MAXSEG, nameof(MaxFragmentSize));
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value, nameof(MaxFragmentSize));
            SetValue(SctpConstants.SCTP_MAXSEG, (uint)value, nameof(MaxFragmentSize));
        }
    }

    public override SctpSackSettings Sack
    {
        get
        {
            var info = options.Get(SctpConstants.SCTP_DELAYED_SACK, new sctp_sack_info { sack_assoc_id = options.AssociationId }, nameof(Sack));
            return new(KernelTime.ToSpan(info.sack_delay), info.sack_freq);
        }
        set
        {
            // Zeroes would mean "leave it", so a delay of none is asked for as a SACK for every packet.
            var isImmediate = value.Delay == TimeSpan.Zero && value.Frequency <= 1;
            options.Set(SctpConstants.SCTP_DELAYED_SACK, new sctp_sack_info
            {
                sack_assoc_id = options.AssociationId,
                sack_delay = KernelTime.ToMilliseconds(value.Delay, nameof(value.Delay), 500),
                sack_freq = isImmediate ? 1 : value.Frequency,
            }, nameof(Sack));
        }
    }

    public override bool FragmentInterleave
    {
        get => GetInt(SctpConstants.SCTP_FRAGMENT_INTERLEAVE, nameof(FragmentInterleave)) != 0;
        set => SetOfSocket(SctpConstants.SCTP_FRAGMENT_INTERLEAVE, value ? 1 : 0, nameof(FragmentInterleave));
    }

    public override uint PartialDeliveryPoint
    {
        get => (uint)GetInt(SctpConstants.SCTP_PARTIAL_DELIVERY_POINT, nameof(PartialDeliveryPoint));
        set => SetOfSocket(SctpConstants.SCTP_PARTIAL_DELIVERY_POINT, (int)value, nameof(PartialDeliveryPoint));
    }

    public override uint MaxBurst
    {
        get => GetValue(SctpConstants.SCTP_MAX_BURST, nameof(MaxBurst));
        set => SetValue(SctpConstants.SCTP_MAX_BURST, value, nameof(MaxBurst));
    }

    public override uint ReceiveContext
    {
        get => GetValue(SctpConstants.SCTP_CONTEXT, nameof(ReceiveContext));
        set => SetValue(SctpConstants.SCTP_CONTEXT, value, nameof(ReceiveContext));
    }

    public override SctpDefaultSend DefaultSend
    {
        get
        {
            var info = options.Get(SctpConstants.SCTP_DEFAULT_SNDINFO, new sctp_sndinfo { snd_assoc_id = options.AssociationId }, nameof(DefaultSend));
            return new(info.snd_sid, Swap(info.snd_ppid), (info.snd_flags & SctpConstants.SCTP_UNORDERED) != 0, info.snd_context);
        }
        set => options.Set(SctpConstants.SCTP_DEFAULT_SNDINFO, new sctp_sndinfo
        {
            snd_assoc_id = options.AssociationId,
            snd_sid = value.StreamId,
            snd_ppid = Swap(value.PayloadProtocolIdentifier),
            snd_flags = (ushort)(value.IsUnordered ? SctpConstants.SCTP_UNORDERED : 0),
            snd_context = value.Context,
        }, nameof(DefaultSend));
    }

    public override SctpReliability DefaultReliability
    {
        get
        {
            var info = options.Get(SctpConstants.SCTP_DEFAULT_PRINFO, new sctp_default_prinfo { pr_assoc_id = options.AssociationId }, nameof(DefaultReliability));
            return new(KernelPolicy.Read(info.pr_policy), info.pr_value);
        }
        set => options.Set(SctpConstants.SCTP_DEFAULT_PRINFO, new sctp_default_prinfo
        {
            pr_assoc_id = options.AssociationId,
            pr_policy = (ushort)KernelPolicy.Write(value.Policy),
            pr_value = value.Value,
        }, nameof(DefaultReliability));
    }

    public override bool PartialReliability
    {
        get => GetValue(SctpConstants.SCTP_PR_SUPPORTED, nameof(PartialReliability)) != 0;
        set => SetValue(SctpConstants.SCTP_PR_SUPPORTED, value ? 1u : 0, nameof(PartialReliability));
    }

    public override bool StreamReconfiguration
    {
        get => GetValue(SctpConstants.SCTP_RECONFIG_SUPPORTED, nameof(StreamReconfiguration)) != 0;
        set => SetValue(SctpConstants.SCTP_RECONFIG_SUPPORTED, value ? 1u : 0, nameof(StreamReconfiguration));
    }

    public override SctpReconfigurations AllowedReconfigurations
    {
        get => (SctpReconfigurations)GetValue(SctpConstants.SCTP_ENABLE_STREAM_RESET, nameof(AllowedReconfigurations));
        set
        {
            if ((value & ~SctpReconfigurations.All) != 0)
            {
                throw new ArgumentOutOfRangeException(nameof(AllowedReconfigurations), value, "There is no such reconfiguration.");
            }
            SetValue(SctpConstants.SCTP_ENABLE_STREAM_RESET, (uint)value, nameof(AllowedReconfigurations));
        }
    }

    public override bool MessageInterleaving
    {
        get => GetValue(SctpConstants.SCTP_INTERLEAVING_SUPPORTED, nameof(MessageInterleaving)) != 0;
        set => SetValue(SctpConstants.SCTP_INTERLEAVING_SUPPORTED, value ? 1u : 0, nameof(MessageInterleaving));
    }

    public override bool AddressReconfiguration
    {
        get => GetValue(SctpConstants.SCTP_ASCONF_SUPPORTED, nameof(AddressReconfiguration)) != 0;
        set => SetValue(SctpConstants.SCTP_ASCONF_SUPPORTED, value ? 1u : 0, nameof(AddressReconfiguration));
    }

    public override bool AutomaticAddressReconfiguration
    {
        get => GetInt(SctpConstants.SCTP_AUTO_ASCONF, nameof(AutomaticAddressReconfiguration)) != 0;
        set => SetInt(SctpConstants.SCTP_AUTO_ASCONF, value ? 1 : 0, nameof(AutomaticAddressReconfiguration));
    }

    public override bool Authentication
    {
        get => GetValue(SctpConstants.SCTP_AUTH_SUPPORTED, nameof(Authentication)) != 0;
        set => SetValue(SctpConstants.SCTP_AUTH_SUPPORTED, value ? 1u : 0, nameof(Authentication));
    }

    public override bool ExplicitCongestionNotification
    {
        get => GetValue(SctpConstants.SCTP_ECN_SUPPORTED, nameof(ExplicitCongestionNotification)) != 0;
        set => SetValue(SctpConstants.SCTP_ECN_SUPPORTED, value ? 1u : 0, nameof(ExplicitCongestionNotification));
    }

    public override bool? ExposePotentiallyFailed
    {
        get => GetValue(SctpConstants.SCTP_EXPOSE_POTENTIALLY_FAILED_STATE, nameof(ExposePotentiallyFailed)) switch { 1 => false, 2 => true, _ => null };
        set => SetValue(SctpConstants.SCTP_EXPOSE_POTENTIALLY_FAILED_STATE, value switch { false => 1, true => 2, null => 0 }, nameof(ExposePotentiallyFailed));
    }

    public override bool ReusePort
    {
        get => GetInt(SctpConstants.SCTP_REUSE_PORT, nameof(ReusePort)) != 0;
        set => SetInt(SctpConstants.SCTP_REUSE_PORT, value ? 1 : 0, nameof(ReusePort));
    }

    // Identifiers go through the kernel as they are; in the API they are in host order.
    private static uint Swap(uint value) => BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(value) : value;

    private sctp_assocparams GetParameters(string name)
        => options.Get(SctpConstants.SCTP_ASSOCINFO, new sctp_assocparams { sasoc_assoc_id = options.AssociationId }, name);

    private int GetInt(int option, string name) => options.Get(option, 0, name);

    private void SetInt(int option, int value, string name) => options.Set(option, value, name);

    /// <summary>What the kernel keeps once for a socket: the control of one of its associations must not change it for the others.</summary>
    private void SetOfSocket<T>(int option, in T value, string name)
        where T : unmanaged
    {
        if (options.AssociationId != 0)
        {
            throw new SctpException(
                $"{name} cannot be set on one association of a one-to-many socket: it holds for the whole socket, so set it through {nameof(SctpOneToManySocket)}.{nameof(SctpOneToManySocket.Control)}.");
        }
        options.Set(option, value, name);
    }

    private uint GetValue(int option, string name) => options.Get(option, new sctp_assoc_value { assoc_id = options.AssociationId }, name).assoc_value;

    private void SetValue(int option, uint value, string name)
        => options.Set(option, new sctp_assoc_value { assoc_id = options.AssociationId, assoc_value = value }, name);
}
