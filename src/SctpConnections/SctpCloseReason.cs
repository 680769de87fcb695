using System.Text;

namespace SctpConnections;

/// <summary>Why an association ended. The first reason wins and is kept.</summary>
public sealed record SctpCloseReason(SctpCloseKind Kind, SctpCloseSide Side)
{
    /// <summary>The cause code of an ABORT (RFC 9260 section 3.3.10; names in <see cref="SctpErrorCause"/>), or null when there was none.</summary>
    public ushort? CauseCode { get; init; }

    /// <summary>The text that came with the cause or was given to <see cref="SctpAssociation.Abort(string?)"/>, or null.</summary>
    public string? Text { get; init; }

    /// <summary>The fault behind it, or null.</summary>
    public Exception? Error { get; init; }

    /// <summary>A sentence for people and logs.</summary>
    public override string ToString()
    {
        var text = new StringBuilder((Kind, Side) switch
        {
            (SctpCloseKind.Shutdown, SctpCloseSide.Local) => "The association was shut down by this side",
            (SctpCloseKind.Shutdown, _) => "The association was shut down by the peer",
            (SctpCloseKind.Abort, SctpCloseSide.Local) => "The association was aborted by this side",
            (SctpCloseKind.Abort, _) => "The association was aborted by the peer",
            (SctpCloseKind.Lost, _) => "The association was lost: the peer does not answer on any path",
            _ => "The association failed",
        });
        if (CauseCode is { } code)
        {
            text.Append(" (").Append(SctpErrorCause.GetName(code)).Append(')');
        }
        var detail = Text ?? Error?.Message;
        if (!string.IsNullOrEmpty(detail))
        {
            text.Append(": ").Append(detail);
        }
        else
        {
            text.Append('.');
        }
        return text.ToString();
    }
}
