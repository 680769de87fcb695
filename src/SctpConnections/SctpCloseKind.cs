namespace SctpConnections;

/// <summary>How an association ended.</summary>
public enum SctpCloseKind
{
    /// <summary>By the graceful SHUTDOWN handshake (RFC 9260 section 9.2).</summary>
    Shutdown,

    /// <summary>By an ABORT (RFC 9260 section 9.1).</summary>
    Abort,

    /// <summary>The peer stopped answering on every path (RFC 9260 section 8.1).</summary>
    Lost,

    /// <summary>A fault of the operating system or of the library.</summary>
    Fault,
}
