using System.Text;

namespace SctpConnections.Linux.Internal;

/// <summary>The text of a User-Initiated Abort (RFC 9260 section 3.3.10.12) as bytes.</summary>
internal static class AbortReason
{
    /// <summary>So that the ABORT fits one packet of any path.</summary>
    public const int MaxLength = 1024;

    /// <summary>The text in UTF-8, cut between two characters where it is too long.</summary>
    public static ReadOnlySpan<byte> Encode(string text)
    {
        var bytes = new byte[MaxLength];
        Encoding.UTF8.GetEncoder().Convert(text, bytes, flush: true, out _, out var length, out _);
        return bytes.AsSpan(0, length);
    }
}
