namespace SctpConnections;

/// <summary>
/// What can be asked and set about an association, or about the associations that a socket will have. The provider implements it. Each
/// call goes to the provider at once, nothing is cached; members are thread-safe.
/// </summary>
/// <remarks>
/// What the provider refuses is an <see cref="SctpException"/> that names the setting, the reason and a remedy; what it does not know at
/// all is a <see cref="NotSupportedException"/>. On an association that has ended every member throws <see cref="SctpException"/>.
/// </remarks>
public abstract class SctpControl
{
    /// <summary>The settings of the protocol (RFC 6458 section 8.1).</summary>
    public abstract SctpSettings Settings { get; }

    /// <summary>Paths and addresses of both sides.</summary>
    public abstract SctpPaths Paths { get; }

    /// <summary>Chunk authentication (RFC 4895).</summary>
    public abstract SctpAuthentication Authentication { get; }

    /// <summary>Stream reconfiguration (RFC 6525) and scheduling (RFC 8260).</summary>
    public abstract SctpStreams Streams { get; }

    /// <summary>The state of the association at this moment (RFC 6458 section 8.2.1).</summary>
    public abstract SctpAssociationStatus GetStatus();

    /// <summary>What the association has counted so far. The longest retransmission timeout starts anew with each call.</summary>
    public abstract SctpAssociationStatistics GetStatistics();

    /// <summary>Messages given up by a policy of partial reliability (RFC 7496 section 4.3).</summary>
    /// <param name="policy">The policy; <see cref="SctpReliabilityPolicy.Reliable"/> counts all of them.</param>
    /// <param name="streamId">One outbound stream, or null for the whole association.</param>
    public abstract SctpAbandonedMessages GetAbandoned(SctpReliabilityPolicy policy, ushort? streamId = null);

    /// <summary>What the two sides agreed on, and which options the provider did not take as they were asked for.</summary>
    public abstract SctpCapabilities GetCapabilities();

    /// <summary>Reads any socket option: what has no typed member here. Answers the length that was written.</summary>
    /// <param name="level">The level, such as 132 for SCTP.</param>
    /// <param name="name">The number of the option.</param>
    /// <param name="value">Its bytes as the system lays them out; what they hold goes in.</param>
    public abstract int GetOption(int level, int name, Span<byte> value);

    /// <summary>Sets any socket option: what has no typed member here.</summary>
    /// <param name="level">The level, such as 132 for SCTP.</param>
    /// <param name="name">The number of the option.</param>
    /// <param name="value">Its bytes as the system lays them out.</param>
    public abstract void SetOption(int level, int name, ReadOnlySpan<byte> value);
}
