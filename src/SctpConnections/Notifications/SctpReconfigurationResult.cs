namespace SctpConnections.Notifications;

/// <summary>How a reconfiguration went (RFC 6525 section 6.1).</summary>
public enum SctpReconfigurationResult
{
    /// <summary>It was done.</summary>
    Done,

    /// <summary>The peer refused it.</summary>
    Denied,

    /// <summary>It failed.</summary>
    Failed,
}
