namespace SctpConnections.Linux;

/// <summary>The state of a path (RFC 9260 section 5.4 and 8.2, RFC 7829).</summary>
public enum SctpPathState
{
    /// <summary>Failed: too many retransmissions or heartbeats had no answer.</summary>
    Inactive = 0,

    /// <summary>Potentially failed (RFC 7829): no new data goes there.</summary>
    PotentiallyFailed = 1,

    /// <summary>Works.</summary>
    Active = 2,

    /// <summary>Not confirmed yet by a heartbeat.</summary>
    Unconfirmed = 3,

    /// <summary>The kernel cannot tell.</summary>
    Unknown = 0xffff,
}
