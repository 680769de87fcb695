namespace SctpConnections;

/// <summary>The state of an association (RFC 9260 section 4).</summary>
public enum SctpAssociationState
{
    /// <summary>There is none.</summary>
    Closed,

    /// <summary>INIT was sent.</summary>
    CookieWait,

    /// <summary>COOKIE ECHO was sent.</summary>
    CookieEchoed,

    /// <summary>It is up.</summary>
    Established,

    /// <summary>This side shuts down, and delivers what is queued.</summary>
    ShutdownPending,

    /// <summary>SHUTDOWN was sent.</summary>
    ShutdownSent,

    /// <summary>SHUTDOWN was received.</summary>
    ShutdownReceived,

    /// <summary>SHUTDOWN ACK was sent.</summary>
    ShutdownAckSent,

    /// <summary>A state that this version does not know.</summary>
    Unknown = -1,
}
