using System.Security.Cryptography;

namespace SctpConnections;

/// <summary>A shared secret of chunk authentication (RFC 4895). It never shows its bytes; dispose it to clear them.</summary>
public sealed class SctpKey : IDisposable
{
    private readonly byte[] _value;

    /// <summary>Creates a key from a copy of the secret.</summary>
    /// <param name="id">Its number, which both sides use.</param>
    /// <param name="value">The secret, up to 65,535 bytes.</param>
    public SctpKey(ushort id, ReadOnlySpan<byte> value)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value.Length, ushort.MaxValue, nameof(value));
        Id = id;
        // Pinned, so that the collector leaves no copy behind.
        _value = GC.AllocateUninitializedArray<byte>(value.Length, pinned: true);
        value.CopyTo(_value);
    }

    /// <summary>Its number.</summary>
    public ushort Id { get; }

    /// <summary>The secret; zeros after <see cref="Dispose"/>.</summary>
    public ReadOnlySpan<byte> Value => _value;

    /// <summary>Clears the secret. Providers that were given it keep theirs.</summary>
    public void Dispose() => CryptographicOperations.ZeroMemory(_value);

    /// <summary>The number, not the secret.</summary>
    public override string ToString() => $"key {Id} of {_value.Length} bytes";
}
