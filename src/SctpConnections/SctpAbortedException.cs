using Microsoft.AspNetCore.Connections;

namespace SctpConnections;

/// <summary>The association ended without a graceful shutdown: the peer aborted it, or it was lost (RFC 9260 section 9.1).</summary>
public sealed class SctpAbortedException : ConnectionResetException
{
    /// <summary>Creates the exception from the reason the association ended for.</summary>
    public SctpAbortedException(SctpCloseReason reason)
        : base(reason?.ToString() ?? "The association was aborted.", reason?.Error ?? new SctpException("The association was aborted."))
    {
        ArgumentNullException.ThrowIfNull(reason);
        Reason = reason;
    }

    /// <summary>Why the association ended.</summary>
    public SctpCloseReason Reason { get; }

    /// <summary>The cause code of the peer's ABORT (see <see cref="SctpErrorCause"/>), or null when it gave none.</summary>
    public ushort? CauseCode => Reason.CauseCode;
}
