namespace SctpConnections;

/// <summary>
/// Chunk authentication (RFC 4895; RFC 6458 sections 8.1.17, 8.1.18, 8.2.3, 8.2.4 and 8.3.2 to 8.3.5). Keys are never logged; the library's copies
/// are cleared once the provider has them. See <see cref="SctpControl"/> for threads and errors.
/// </summary>
public abstract class SctpAuthentication
{
    /// <summary>Asks peers of future associations to authenticate a chunk type. INIT, INIT ACK, SHUTDOWN COMPLETE and AUTH cannot be.</summary>
    public abstract void RequireChunk(byte chunkType);

    /// <summary>The chunk types that this side wants authenticated.</summary>
    public abstract IReadOnlyList<byte> LocalChunks { get; }

    /// <summary>The chunk types that the peer wants authenticated.</summary>
    public abstract IReadOnlyList<byte> PeerChunks { get; }

    /// <summary>
    /// The algorithms in order of preference; they concern future associations, and SHA-1 has to be among them (RFC 4895 section 6.1).
    /// An association accepted by the kernel uses its listener's, but tells the kernel's default here.
    /// </summary>
    public abstract IReadOnlyList<SctpHmacAlgorithm> HmacAlgorithms { get; set; }

    /// <summary>The key that sends. Key 0 is the empty key, and the one at the beginning.</summary>
    public abstract ushort ActiveKeyId { get; set; }

    /// <summary>Adds or replaces a key.</summary>
    /// <param name="id">Its number, which both sides use.</param>
    /// <param name="key">The shared secret, 1 to 65,535 bytes.</param>
    public abstract void SetKey(ushort id, ReadOnlySpan<byte> key);

    /// <summary>Uses a key no longer for sending; a notification tells when it is free. It must not be the active one.</summary>
    public abstract void DeactivateKey(ushort id);

    /// <summary>Removes a key. It must not be the active one.</summary>
    public abstract void DeleteKey(ushort id);
}
