namespace SctpConnections;

/// <summary>When a message may be given up (RFC 3758, RFC 7496 section 3).</summary>
public enum SctpReliabilityPolicy
{
    /// <summary>Never; as a filter of counters: all policies.</summary>
    Reliable,

    /// <summary>After a time.</summary>
    Lifetime,

    /// <summary>After a number of retransmissions.</summary>
    Retransmissions,

    /// <summary>When the send buffer is full and the message is less important than one that comes.</summary>
    Priority,
}
