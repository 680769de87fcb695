namespace SctpConnections;

/// <summary>The retransmission timeouts, in whole milliseconds (RFC 9260 section 6.3). When set, a zero leaves that one as it is.</summary>
/// <param name="Initial">The first one, before a round trip was measured.</param>
/// <param name="Min">The shortest.</param>
/// <param name="Max">The longest.</param>
public readonly record struct SctpRetransmissionTimeouts(TimeSpan Initial, TimeSpan Min, TimeSpan Max);
