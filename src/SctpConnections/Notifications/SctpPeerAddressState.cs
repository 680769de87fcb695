namespace SctpConnections.Notifications;

/// <summary>What happened to a peer's address.</summary>
public enum SctpPeerAddressState
{
    /// <summary>It is reachable.</summary>
    Available,

    /// <summary>It is no longer reachable.</summary>
    Unreachable,

    /// <summary>It is no longer part of the association.</summary>
    Removed,

    /// <summary>It is now part of the association.</summary>
    Added,

    /// <summary>It became the primary path.</summary>
    MadePrimary,

    /// <summary>It was confirmed by a heartbeat.</summary>
    Confirmed,

    /// <summary>It is potentially failed (RFC 7829).</summary>
    PotentiallyFailed,
}
