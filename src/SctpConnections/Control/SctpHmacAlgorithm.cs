namespace SctpConnections;

/// <summary>Algorithms of chunk authentication (RFC 4895 section 8).</summary>
public enum SctpHmacAlgorithm
{
    /// <summary>SHA-1.</summary>
    Sha1 = 1,

    /// <summary>SHA-256.</summary>
    Sha256 = 3,
}
