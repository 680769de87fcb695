namespace SctpConnections;

/// <summary>The state of a path (RFC 9260 sections 5.4 and 8.2, RFC 7829).</summary>
public enum SctpPathState
{
    /// <summary>It does not answer.</summary>
    Inactive,

    /// <summary>It answers late; it is avoided while another is active (RFC 7829).</summary>
    PotentiallyFailed,

    /// <summary>It works.</summary>
    Active,

    /// <summary>It has not been confirmed by a heartbeat yet.</summary>
    Unconfirmed,

    /// <summary>The provider does not say.</summary>
    Unknown = -1,
}
