namespace SctpConnections;

/// <summary>Which stream sends next (RFC 8260 section 3).</summary>
public enum SctpStreamScheduler
{
    /// <summary>Messages go out in the order in which they came.</summary>
    FirstComeFirstServed,

    /// <summary>The stream with the lowest value goes first.</summary>
    Priority,

    /// <summary>Streams take turns.</summary>
    RoundRobin,

    /// <summary>Each stream gets the same share of bytes (Linux 6.4).</summary>
    FairCapacity,

    /// <summary>Each stream gets a share of bytes in proportion to its value (Linux 6.4).</summary>
    WeightedFairQueueing,
}
