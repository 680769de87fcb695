namespace SctpConnections.Linux;

/// <summary>The state of an association (RFC 9260 section 4).</summary>
public enum SctpAssociationState
{
    /// <summary>CLOSED: not begun, or over.</summary>
    Closed = 0,

    /// <summary>COOKIE-WAIT: INIT was sent.</summary>
    CookieWait,

    /// <summary>COOKIE-ECHOED: the cookie went back.</summary>
    CookieEchoed,

    /// <summary>ESTABLISHED.</summary>
    Established,

    /// <summary>SHUTDOWN-PENDING: ends when all data is acknowledged.</summary>
    ShutdownPending,

    /// <summary>SHUTDOWN-SENT.</summary>
    ShutdownSent,

    /// <summary>SHUTDOWN-RECEIVED: the peer ends, own data is still on its way.</summary>
    ShutdownReceived,

    /// <summary>SHUTDOWN-ACK-SENT.</summary>
    ShutdownAckSent,

    /// <summary>A state that this version does not know.</summary>
    Unknown = -1,
}
