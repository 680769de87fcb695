namespace SctpConnections;

/// <summary>The state of a path.</summary>
public enum SctpPathState
{
    /// <summary>The provider does not say.</summary>
    Unknown,

    /// <summary>It does not answer.</summary>
    Inactive,

    /// <summary>It answers late; it is avoided while another is active (RFC 7829).</summary>
    PotentiallyFailed,

    /// <summary>It works.</summary>
    Active,

    /// <summary>It has not been confirmed yet.</summary>
    Unconfirmed,
}
