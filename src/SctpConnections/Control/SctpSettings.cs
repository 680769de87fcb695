namespace SctpConnections;

/// <summary>
/// Protocol settings of an association, or of those that a socket will have. Reading gives what the provider really uses. See
/// <see cref="SctpControl"/> for threads and errors.
/// </summary>
/// <remarks>
/// The associations of a one-to-many socket share <see cref="NoDelay"/>, <see cref="AdaptationIndication"/>, <see cref="DisableFragments"/>,
/// <see cref="MapIPv4Addresses"/>, <see cref="FragmentInterleave"/> and <see cref="PartialDeliveryPoint"/>: the control of one of them
/// reads them, but throws <see cref="SctpException"/> when they are set. Set them through <see cref="SctpOneToManySocket.Control"/>.
/// What both sides negotiate can only be read of an association: setting it there changes what its socket offers from then on.
/// </remarks>
public abstract class SctpSettings
{
    /// <summary>The retransmission timeouts, in whole milliseconds (RFC 6458 section 8.1.1).</summary>
    public abstract SctpRetransmissionTimeouts RetransmissionTimeouts { get; set; }

    /// <summary>Retransmissions in a row after which the association is lost (Association.Max.Retrans, RFC 6458 section 8.1.2).</summary>
    public abstract ushort AssociationMaxRetransmissions { get; set; }

    /// <summary>How long a cookie is good for, in whole milliseconds (Valid.Cookie.Life, RFC 6458 section 8.1.2).</summary>
    public abstract TimeSpan CookieLifetime { get; set; }

    /// <summary>How associations are set up (RFC 6458 section 8.1.3); it concerns future ones only.</summary>
    public abstract SctpInitiation Initiation { get; set; }

    /// <summary>Whether small messages are sent at once rather than held back for bundling (RFC 6458 section 8.1.5).</summary>
    public abstract bool NoDelay { get; set; }

    /// <summary>
    /// How long a one-to-many socket's association may be idle before it is shut down, in whole seconds; zero is for ever (RFC 6458
    /// section 8.1.8). Other sockets have no such setting.
    /// </summary>
    public abstract TimeSpan AutoClose { get; set; }

    /// <summary>The adaptation layer indication that goes out with INIT (RFC 6458 section 8.1.10).</summary>
    public abstract uint AdaptationIndication { get; set; }

    /// <summary>Whether a message that does not fit a packet is refused instead of fragmented (RFC 6458 section 8.1.11).</summary>
    public abstract bool DisableFragments { get; set; }

    /// <summary>Whether IPv4 addresses come as mapped IPv6 addresses on an IPv6 socket (RFC 6458 section 8.1.15). This library unmaps them.</summary>
    public abstract bool MapIPv4Addresses { get; set; }

    /// <summary>The largest fragment of a message, in bytes; 0 follows the path MTU (RFC 6458 section 8.1.16).</summary>
    public abstract int MaxFragmentSize { get; set; }

    /// <summary>When received data is acknowledged (RFC 6458 section 8.1.19).</summary>
    public abstract SctpSackSettings Sack { get; set; }

    /// <summary>Whether partial deliveries of several messages may alternate (RFC 6458 section 8.1.20). Message interleaving needs it.</summary>
    public abstract bool FragmentInterleave { get; set; }

    /// <summary>Bytes of an incomplete message from which on it is delivered in parts (RFC 6458 section 8.1.21); at most half the receive buffer.</summary>
    public abstract uint PartialDeliveryPoint { get; set; }

    /// <summary>Packets that may be sent in a burst (RFC 6458 section 8.1.24).</summary>
    public abstract uint MaxBurst { get; set; }

    /// <summary>A number that the provider adds to what it receives (RFC 6458 section 8.1.25).</summary>
    public abstract uint ReceiveContext { get; set; }

    /// <summary>How a message is sent that says nothing about it (RFC 6458 section 8.1.31). This library always says it.</summary>
    public abstract SctpDefaultSend DefaultSend { get; set; }

    /// <summary>
    /// The reliability of a message that says nothing about it (RFC 6458 section 8.1.32). On messages of this library the kernel lets only
    /// <see cref="SctpReliabilityPolicy.Lifetime"/> take effect, and takes the value of other policies for one.
    /// </summary>
    public abstract SctpReliability DefaultReliability { get; set; }

    /// <summary>Whether partial reliability is offered; on an association, whether both agreed (RFC 3758, RFC 7496 section 4.4).</summary>
    public abstract bool PartialReliability { get; set; }

    /// <summary>Whether stream reconfiguration is offered; on an association, whether both agreed (RFC 6525).</summary>
    public abstract bool StreamReconfiguration { get; set; }

    /// <summary>Which reconfigurations the peer may ask for and this side may request (RFC 6525 section 6.3.1).</summary>
    public abstract SctpReconfigurations AllowedReconfigurations { get; set; }

    /// <summary>
    /// Whether I-DATA is offered; on an association, whether both agreed (RFC 8260 section 4.3.1). It needs
    /// <see cref="FragmentInterleave"/>, and with the kernel the sysctl net.sctp.intl_enable.
    /// </summary>
    public abstract bool MessageInterleaving { get; set; }

    /// <summary>Whether address reconfiguration is offered; on an association, whether both agreed (RFC 5061).</summary>
    public abstract bool AddressReconfiguration { get; set; }

    /// <summary>Whether addresses that the machine gains or loses are told to peers by themselves (RFC 6458 section 8.1.23); for wildcard binds.</summary>
    public abstract bool AutomaticAddressReconfiguration { get; set; }

    /// <summary>Whether authentication is offered; on an association, whether both agreed (RFC 4895).</summary>
    public abstract bool Authentication { get; set; }

    /// <summary>Whether explicit congestion notification is offered; on an association, whether both agreed.</summary>
    public abstract bool ExplicitCongestionNotification { get; set; }

    /// <summary>Whether the potentially failed state of a path is told and shown (RFC 7829 section 7.3); null leaves it to the system.</summary>
    public abstract bool? ExposePotentiallyFailed { get; set; }

    /// <summary>Whether several one-to-one sockets may share a port (RFC 6458 section 8.1.27); before the socket is bound.</summary>
    public abstract bool ReusePort { get; set; }
}
