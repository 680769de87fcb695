namespace SctpConnections;

/// <summary>What became of a message.</summary>
public enum SctpDeliveryStatus
{
    /// <summary>The peer's SCTP has acknowledged all of it. Always certain; it says nothing about the peer's user.</summary>
    Acknowledged,

    /// <summary>
    /// Its partial reliability policy gave it up while the association lived. A message that had been sent may have arrived all
    /// the same. A kernel names those it gave up only when they had never been sent; of the others it counts how many there were
    /// per stream and policy. When it gave up some, all those on the stream with that policy which were under way together are
    /// reported so.
    /// </summary>
    Expired,

    /// <summary>The association ended before it was acknowledged, or the provider gave it up. It may have arrived all the same.</summary>
    Failed,
}
