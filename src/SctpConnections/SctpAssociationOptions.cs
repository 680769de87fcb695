namespace SctpConnections;

/// <summary>
/// Protocol settings and limits of an association, for listeners and clients alike. Every limit is finite. A null
/// protocol setting leaves the provider's default, which for the kernel is the sysctl of the same name.
/// </summary>
public class SctpAssociationOptions
{
    /// <summary>Outbound streams to ask for, 1 to 65,535; the peer may grant fewer. Defaults to 64.</summary>
    public ushort OutboundStreams { get; set; } = 64;

    /// <summary>Inbound streams to grant at most, 1 to 65,535. A stream costs nothing until it is used. Defaults to 2,048.</summary>
    public ushort InboundStreams { get; set; } = 2048;

    /// <summary>The stream behind a connection's own transport. Defaults to 0.</summary>
    public ushort DefaultStreamId { get; set; }

    /// <summary>Whether small messages are sent at once rather than held back for bundling (SCTP_NODELAY). Defaults to true.</summary>
    public bool NoDelay { get; set; } = true;

    /// <summary>The longest message that is received whole and the longest that may be sent, in bytes. Defaults to 1 MiB.</summary>
    public int MaxMessageSize { get; set; } = 1024 * 1024;

    /// <summary>What happens to a received message over <see cref="MaxMessageSize"/>. Defaults to <see cref="SctpOversizedMessagePolicy.Abort"/>.</summary>
    public SctpOversizedMessagePolicy OversizedMessagePolicy { get; set; }

    /// <summary>The size of a message in <see cref="SctpSendMode.ByteStream"/> mode, in bytes. Defaults to 16 KiB.</summary>
    public int ByteStreamMessageSize { get; set; } = 16 * 1024;

    /// <summary>
    /// Unread bytes of the whole association (each message counts 96 bytes more) beyond which it is no longer read from the
    /// provider, so that the receive window closes and the peer waits. Defaults to 1 MiB.
    /// </summary>
    public int ReceiveLimit { get; set; } = 1024 * 1024;

    /// <summary>Unread bytes of one stream beyond which <see cref="StreamLimitPolicy"/> applies. Defaults to 256 KiB.</summary>
    public int StreamReceiveLimit { get; set; } = 256 * 1024;

    /// <summary>What happens when one stream passes <see cref="StreamReceiveLimit"/>. Defaults to <see cref="SctpStreamLimitPolicy.Report"/>.</summary>
    public SctpStreamLimitPolicy StreamLimitPolicy { get; set; }

    /// <summary>What happens to messages on other streams when only the default stream's pipe is read. Defaults to <see cref="SctpUnreadStreamPolicy.Abort"/>.</summary>
    public SctpUnreadStreamPolicy UnreadStreamPolicy { get; set; }

    /// <summary>Bytes that may wait for the provider to take them before sends wait too. Defaults to 256 KiB.</summary>
    public int SendQueueLimit { get; set; } = 256 * 1024;

    /// <summary>Notifications that may wait for a reader; the oldest are dropped beyond it. Defaults to 64.</summary>
    public int NotificationLimit { get; set; } = 64;

    /// <summary>The provider's receive buffer, in bytes. It is what the receive window is made of. Defaults to 1 MiB.</summary>
    public int ReceiveBufferSize { get; set; } = 1024 * 1024;

    /// <summary>The provider's send buffer, in bytes. No message can be longer. Defaults to 1 MiB.</summary>
    public int SendBufferSize { get; set; } = 1024 * 1024;

    /// <summary>How often an INIT is sent before the peer counts as absent (sinit_max_attempts). Defaults to null.</summary>
    public ushort? MaxInitAttempts { get; set; }

    /// <summary>The longest time between two INITs, in whole milliseconds up to 65,535 (sinit_max_init_timeo). Defaults to null.</summary>
    public TimeSpan? MaxInitTimeout { get; set; }

    /// <summary>The first retransmission timeout, in whole milliseconds (RTO.Initial). Defaults to null.</summary>
    public TimeSpan? RtoInitial { get; set; }

    /// <summary>The shortest retransmission timeout, in whole milliseconds (RTO.Min). Defaults to null.</summary>
    public TimeSpan? RtoMin { get; set; }

    /// <summary>The longest retransmission timeout, in whole milliseconds (RTO.Max). Defaults to null.</summary>
    public TimeSpan? RtoMax { get; set; }

    /// <summary>Time between heartbeats on an idle path, in whole milliseconds (HB.Interval); zero turns them off. Defaults to null.</summary>
    public TimeSpan? HeartbeatInterval { get; set; }

    /// <summary>Retransmissions on one path after which it counts as unreachable (Path.Max.Retrans). Defaults to null.</summary>
    public ushort? PathMaxRetransmissions { get; set; }

    /// <summary>Retransmissions in a row after which the association is lost (Association.Max.Retrans). Defaults to null.</summary>
    public ushort? AssociationMaxRetransmissions { get; set; }

    /// <summary>A fixed path MTU in bytes, which turns path MTU discovery off. Defaults to null: discovered.</summary>
    public int? PathMtu { get; set; }

    /// <summary>How long an acknowledgement may wait for company, up to 500 ms; zero acknowledges each packet. Defaults to null.</summary>
    public TimeSpan? SackDelay { get; set; }

    /// <summary>The number of packets after which an acknowledgement is sent at once. Defaults to null.</summary>
    public int? SackFrequency { get; set; }

    /// <summary>How long a cookie is good for, in whole milliseconds (Valid.Cookie.Life). Defaults to null.</summary>
    public TimeSpan? CookieLifetime { get; set; }

    /// <summary>Whether a message that does not fit a packet is refused instead of fragmented (RFC 6458 section 8.1.11). Defaults to null.</summary>
    public bool? DisableFragments { get; set; }

    /// <summary>The largest fragment of a message, in bytes (RFC 6458 section 8.1.16). Defaults to null: by the path MTU.</summary>
    public int? MaxFragmentSize { get; set; }

    /// <summary>Packets that may be sent in a burst (Max.Burst). Defaults to null.</summary>
    public uint? MaxBurst { get; set; }

    /// <summary>Whether partial deliveries of several messages may alternate (RFC 6458 section 8.1.20). Defaults to null.</summary>
    public bool? FragmentInterleave { get; set; }

    /// <summary>Bytes of an incomplete message from which on the provider hands over parts, at most half its receive buffer (RFC 6458 section 8.1.21). Defaults to null.</summary>
    public uint? PartialDeliveryPoint { get; set; }

    /// <summary>Whether partial reliability is offered (RFC 3758, RFC 7496). Defaults to null.</summary>
    public bool? PartialReliability { get; set; }

    /// <summary>Which stream reconfigurations are offered and allowed (RFC 6525); none turns the extension off. Defaults to null.</summary>
    public SctpReconfigurations? AllowedReconfigurations { get; set; }

    /// <summary>Whether I-DATA is offered (RFC 8260). It needs <see cref="FragmentInterleave"/>, and with the kernel net.sctp.intl_enable=1. Defaults to null.</summary>
    public bool? MessageInterleaving { get; set; }

    /// <summary>Whether address reconfiguration is offered (RFC 5061); it needs <see cref="Authentication"/>. Defaults to null.</summary>
    public bool? AddressReconfiguration { get; set; }

    /// <summary>Whether chunk authentication is offered (RFC 4895). Defaults to null.</summary>
    public bool? Authentication { get; set; }

    /// <summary>The chunk types that the peer has to authenticate (RFC 4895 section 3.2). Defaults to null: none.</summary>
    public IReadOnlyList<byte>? AuthenticatedChunks { get; set; }

    /// <summary>The algorithms of authentication in order of preference; SHA-1 has to be among them. Defaults to null.</summary>
    public IReadOnlyList<SctpHmacAlgorithm>? HmacAlgorithms { get; set; }

    /// <summary>The shared secrets of authentication, beside the empty key 0. They are never logged, and not bound from configuration. Defaults to none.</summary>
    public IList<SctpKey> AuthenticationKeys { get; } = [];

    /// <summary>The key that sends from the beginning. Defaults to null: key 0.</summary>
    public ushort? ActiveAuthenticationKeyId { get; set; }

    /// <summary>Whether explicit congestion notification is offered. Defaults to null.</summary>
    public bool? ExplicitCongestionNotification { get; set; }

    /// <summary>Whether the potentially failed state of a path is told and shown (RFC 7829 section 7.3). Defaults to null.</summary>
    public bool? ExposePotentiallyFailed { get; set; }

    /// <summary>Retransmissions in a row after which a path is potentially failed (PFMR, RFC 7829). Defaults to null.</summary>
    public ushort? PotentiallyFailedThreshold { get; set; }

    /// <summary>Retransmissions in a row after which another path becomes the primary for good (PSMR, RFC 7829 section 5). Defaults to null.</summary>
    public ushort? PrimarySwitchoverThreshold { get; set; }

    /// <summary>The differentiated services code point of all packets, 0 to 63. Defaults to null.</summary>
    public byte? Dscp { get; set; }

    /// <summary>The IPv6 flow label of all packets, 20 bits. Defaults to null.</summary>
    public uint? FlowLabel { get; set; }

    /// <summary>Time between probes of packetization layer path MTU discovery (RFC 8899): zero, which turns it off, or at least 5 seconds. Defaults to null.</summary>
    public TimeSpan? MtuProbeInterval { get; set; }

    /// <summary>The peer's UDP port when packets are encapsulated in UDP (RFC 6951); 0 turns it off. Defaults to null.</summary>
    public ushort? UdpEncapsulationPort { get; set; }

    /// <summary>Which stream sends next (RFC 8260 section 3). Defaults to null: first come, first served.</summary>
    public SctpStreamScheduler? StreamScheduler { get; set; }

    /// <summary>
    /// Whether a message may name the address of the peer that it is sent to (<see cref="SctpSendOptions.Destination"/>). The kernel offers
    /// either this or a reason in an ABORT: with it, the text of <see cref="SctpAssociation.Abort(string?)"/> stays on this side. Defaults to false.
    /// </summary>
    public bool PerMessageDestinations { get; set; }

    /// <summary>Whether several sockets may share a port (RFC 6458 section 8.1.27). Defaults to false.</summary>
    public bool ReusePort { get; set; }

    /// <summary>Whether addresses that the machine gains or loses are told to peers by themselves; for wildcard binds (RFC 6458 section 8.1.23). Defaults to null.</summary>
    public bool? AutomaticAddressReconfiguration { get; set; }

    /// <summary>
    /// Which local addresses stand for the wildcard, as names of interfaces and prefixes such as <c>eth0, 10.0.0.0/8, !10.0.9.0/24</c>
    /// (see <see cref="SctpAddressPolicy"/>), so that not every address of the machine is told to peers. Defaults to null: all of them.
    /// </summary>
    public string? AddressPolicy { get; set; }

    /// <summary>
    /// Whether the state, round-trip time, timeout, window and MTU of each path are observable gauges of the meter. Off, because each
    /// path is a series of its own. Defaults to false.
    /// </summary>
    public bool ObservePaths { get; set; }

    /// <summary>The adaptation layer indication sent in INIT (RFC 5061 section 4.2.6). Defaults to null: none.</summary>
    public uint? AdaptationIndication { get; set; }

    /// <summary>
    /// Whether a notification is given each time that everything sent has been acknowledged. It costs one per round trip.
    /// Defaults to false.
    /// </summary>
    public bool NotifySenderDry { get; set; }

    /// <summary>
    /// How long a peer may acknowledge nothing of what waits for it before it counts as stalled: alive to heartbeats perhaps, but not
    /// reading. It is noticed within half as much again, or twice that time while new messages hide what is acknowledged; these are
    /// then held back to make sure. At least 100 ms. Defaults to null: never.
    /// </summary>
    public TimeSpan? StalledPeerTimeout { get; set; }

    /// <summary>What happens when the peer is stalled. Defaults to <see cref="SctpStalledPeerPolicy.Report"/>.</summary>
    public SctpStalledPeerPolicy StalledPeerPolicy { get; set; }

    /// <summary>How long a graceful close may take before the association is aborted. Defaults to 5 seconds.</summary>
    public TimeSpan ShutdownTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Whether received data is handled on the provider's own I/O thread instead of the thread pool. It saves a thread hop per
    /// batch, but code that blocks there stops every association of that thread. Defaults to false.
    /// </summary>
    public bool UnsafePreferInlineScheduling { get; set; }

    /// <summary>The clock of every wait. Defaults to <see cref="TimeProvider.System"/>.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>What is wrong with the options, each entry naming the property, its value and what is allowed; empty when all is well.</summary>
    /// <param name="path">The configuration path that is put before each property's name.</param>
    public virtual IReadOnlyList<string> Validate(string path = "")
    {
        var errors = new OptionErrors(path);
        errors.Range(nameof(OutboundStreams), OutboundStreams, 1, ushort.MaxValue);
        errors.Range(nameof(InboundStreams), InboundStreams, 1, ushort.MaxValue);
        errors.Range(nameof(MaxMessageSize), MaxMessageSize, 1, 1 << 30);
        errors.Range(nameof(ByteStreamMessageSize), ByteStreamMessageSize, 1, MaxMessageSize);
        errors.Range(nameof(ReceiveLimit), ReceiveLimit, 1, 1 << 30);
        errors.Range(nameof(StreamReceiveLimit), StreamReceiveLimit, 1, 1 << 30);
        errors.Range(nameof(SendQueueLimit), SendQueueLimit, 1, 1 << 30);
        errors.Range(nameof(NotificationLimit), NotificationLimit, 1, 1 << 20);
        errors.Range(nameof(ReceiveBufferSize), ReceiveBufferSize, 4096, 1 << 30);
        errors.Range(nameof(SendBufferSize), SendBufferSize, 4096, 1 << 30);
        errors.Milliseconds(nameof(MaxInitTimeout), MaxInitTimeout, 1, ushort.MaxValue);
        errors.Milliseconds(nameof(RtoInitial), RtoInitial, 1, int.MaxValue);
        errors.Milliseconds(nameof(RtoMin), RtoMin, 1, int.MaxValue);
        errors.Milliseconds(nameof(RtoMax), RtoMax, 1, int.MaxValue);
        errors.Milliseconds(nameof(HeartbeatInterval), HeartbeatInterval, 0, int.MaxValue);
        errors.Milliseconds(nameof(SackDelay), SackDelay, 0, 500);
        errors.Milliseconds(nameof(ShutdownTimeout), ShutdownTimeout, 1, int.MaxValue);
        errors.Milliseconds(nameof(StalledPeerTimeout), StalledPeerTimeout, 100, int.MaxValue);
        errors.Range(nameof(PathMtu), PathMtu ?? 1280, 512, ushort.MaxValue);
        errors.Range(nameof(SackFrequency), SackFrequency ?? 2, 1, 255);
        errors.Milliseconds(nameof(CookieLifetime), CookieLifetime, 1, int.MaxValue);
        errors.Range(nameof(MaxFragmentSize), MaxFragmentSize ?? 1, 1, ushort.MaxValue);
        errors.Range(nameof(Dscp), Dscp ?? 0, 0, 63);
        errors.Range(nameof(FlowLabel), (int)Math.Min(FlowLabel ?? 0, int.MaxValue), 0, 0xFFFFF);
        if (MtuProbeInterval is { } interval && interval != TimeSpan.Zero)
        {
            errors.Milliseconds(nameof(MtuProbeInterval), interval, 5000, int.MaxValue);
        }
        if (AddressPolicy is not null && !SctpAddressPolicy.TryParse(AddressPolicy, out _, out var error))
        {
            errors.Add(nameof(AddressPolicy), AddressPolicy, error);
        }
        if (MessageInterleaving == true && FragmentInterleave != true)
        {
            errors.Add(nameof(MessageInterleaving), MessageInterleaving, "needs FragmentInterleave to be true as well");
        }
        if (AddressReconfiguration == true && Authentication == false)
        {
            errors.Add(nameof(AddressReconfiguration), AddressReconfiguration, "needs Authentication, which is false (RFC 5061 section 4)");
        }
        if (RtoMin > RtoMax || RtoInitial < RtoMin || RtoInitial > RtoMax)
        {
            errors.Add(nameof(RtoInitial), RtoInitial, $"must lie between RtoMin ({RtoMin}) and RtoMax ({RtoMax})");
        }
        return errors.All;
    }

    /// <summary>Copies every setting of these options to others.</summary>
    protected internal void CopyTo(SctpAssociationOptions target)
    {
        ArgumentNullException.ThrowIfNull(target);
        target.OutboundStreams = OutboundStreams;
        target.InboundStreams = InboundStreams;
        target.DefaultStreamId = DefaultStreamId;
        target.NoDelay = NoDelay;
        target.MaxMessageSize = MaxMessageSize;
        target.OversizedMessagePolicy = OversizedMessagePolicy;
        target.ByteStreamMessageSize = ByteStreamMessageSize;
        target.ReceiveLimit = ReceiveLimit;
        target.StreamReceiveLimit = StreamReceiveLimit;
        target.StreamLimitPolicy = StreamLimitPolicy;
        target.UnreadStreamPolicy = UnreadStreamPolicy;
        target.SendQueueLimit = SendQueueLimit;
        target.NotificationLimit = NotificationLimit;
        target.ReceiveBufferSize = ReceiveBufferSize;
        target.SendBufferSize = SendBufferSize;
        target.MaxInitAttempts = MaxInitAttempts;
        target.MaxInitTimeout = MaxInitTimeout;
        target.RtoInitial = RtoInitial;
        target.RtoMin = RtoMin;
        target.RtoMax = RtoMax;
        target.HeartbeatInterval = HeartbeatInterval;
        target.PathMaxRetransmissions = PathMaxRetransmissions;
        target.AssociationMaxRetransmissions = AssociationMaxRetransmissions;
        target.PathMtu = PathMtu;
        target.SackDelay = SackDelay;
        target.SackFrequency = SackFrequency;
        target.CookieLifetime = CookieLifetime;
        target.DisableFragments = DisableFragments;
        target.MaxFragmentSize = MaxFragmentSize;
        target.MaxBurst = MaxBurst;
        target.FragmentInterleave = FragmentInterleave;
        target.PartialDeliveryPoint = PartialDeliveryPoint;
        target.PartialReliability = PartialReliability;
        target.AllowedReconfigurations = AllowedReconfigurations;
        target.MessageInterleaving = MessageInterleaving;
        target.AddressReconfiguration = AddressReconfiguration;
        target.Authentication = Authentication;
        target.AuthenticatedChunks = AuthenticatedChunks;
        target.HmacAlgorithms = HmacAlgorithms;
        foreach (var key in AuthenticationKeys)
        {
            target.AuthenticationKeys.Add(key);
        }
        target.ActiveAuthenticationKeyId = ActiveAuthenticationKeyId;
        target.ExplicitCongestionNotification = ExplicitCongestionNotification;
        target.ExposePotentiallyFailed = ExposePotentiallyFailed;
        target.PotentiallyFailedThreshold = PotentiallyFailedThreshold;
        target.PrimarySwitchoverThreshold = PrimarySwitchoverThreshold;
        target.Dscp = Dscp;
        target.FlowLabel = FlowLabel;
        target.MtuProbeInterval = MtuProbeInterval;
        target.UdpEncapsulationPort = UdpEncapsulationPort;
        target.StreamScheduler = StreamScheduler;
        target.ReusePort = ReusePort;
        target.PerMessageDestinations = PerMessageDestinations;
        target.AutomaticAddressReconfiguration = AutomaticAddressReconfiguration;
        target.AddressPolicy = AddressPolicy;
        target.ObservePaths = ObservePaths;
        target.AdaptationIndication = AdaptationIndication;
        target.NotifySenderDry = NotifySenderDry;
        target.StalledPeerTimeout = StalledPeerTimeout;
        target.StalledPeerPolicy = StalledPeerPolicy;
        target.ShutdownTimeout = ShutdownTimeout;
        target.UnsafePreferInlineScheduling = UnsafePreferInlineScheduling;
        target.TimeProvider = TimeProvider;
    }
}
