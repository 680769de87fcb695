using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using SctpConnections.Linux.Interop;

namespace SctpConnections.Linux.Internal;

/// <summary>Chunk authentication as socket options.</summary>
internal sealed class KernelAuthentication(KernelOptions options) : SctpAuthentication
{
    private const int MaxChunks = 256;

    public override IReadOnlyList<byte> LocalChunks => GetChunks(SctpConstants.SCTP_LOCAL_AUTH_CHUNKS, nameof(LocalChunks));

    public override IReadOnlyList<byte> PeerChunks => GetChunks(SctpConstants.SCTP_PEER_AUTH_CHUNKS, nameof(PeerChunks));

    public override IReadOnlyList<SctpHmacAlgorithm> HmacAlgorithms
    {
        get
        {
            Span<byte> value = stackalloc byte[Unsafe.SizeOf<sctp_hmacalgo>() + (2 * MaxChunks)];
            options.GetBytes(SctpConstants.SCTP_HMAC_IDENT, value, nameof(HmacAlgorithms));
            var count = (int)MemoryMarshal.Read<sctp_hmacalgo>(value).shmac_num_idents;
            var algorithms = new SctpHmacAlgorithm[count];
            for (var i = 0; i < count; i++)
            {
                algorithms[i] = (SctpHmacAlgorithm)MemoryMarshal.Read<ushort>(value[(Unsafe.SizeOf<sctp_hmacalgo>() + (2 * i))..]);
            }
            return algorithms;
        }
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            Span<byte> bytes = new byte[Unsafe.SizeOf<sctp_hmacalgo>() + (2 * value.Count)];
            MemoryMarshal.Write(bytes, new sctp_hmacalgo { shmac_num_idents = (uint)value.Count });
            for (var i = 0; i < value.Count; i++)
            {
                MemoryMarshal.Write(bytes[(Unsafe.SizeOf<sctp_hmacalgo>() + (2 * i))..], (ushort)value[i]);
            }
            options.SetBytes(SctpConstants.SCTP_HMAC_IDENT, bytes, nameof(HmacAlgorithms));
        }
    }

    public override ushort ActiveKeyId
    {
        get => options.Get(SctpConstants.SCTP_AUTH_ACTIVE_KEY, Key(0), nameof(ActiveKeyId)).scact_keynumber;
        set => options.Set(SctpConstants.SCTP_AUTH_ACTIVE_KEY, Key(value), $"key {value} as the active one");
    }

    public override void RequireChunk(byte chunkType)
        => options.Set(SctpConstants.SCTP_AUTH_CHUNK, new sctp_authchunk { sauth_chunk = chunkType }, $"the authentication of chunk {chunkType}");

    public override void SetKey(ushort id, ReadOnlySpan<byte> key)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(key.Length, ushort.MaxValue, nameof(key));
        var size = Unsafe.SizeOf<sctp_authkey>();
        // Pinned, so that the collector leaves no copy of the secret behind.
        var value = GC.AllocateUninitializedArray<byte>(size + key.Length, pinned: true);
        try
        {
            MemoryMarshal.Write(value, new sctp_authkey { sca_assoc_id = options.AssociationId, sca_keynumber = id, sca_keylength = (ushort)key.Length });
            key.CopyTo(value.AsSpan(size));
            options.SetBytes(SctpConstants.SCTP_AUTH_KEY, value, $"key {id}");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(value);
        }
    }

    public override void DeactivateKey(ushort id) => options.Set(SctpConstants.SCTP_AUTH_DEACTIVATE_KEY, Key(id), $"the deactivation of key {id}");

    public override void DeleteKey(ushort id) => options.Set(SctpConstants.SCTP_AUTH_DELETE_KEY, Key(id), $"the removal of key {id}");

    private sctp_authkeyid Key(ushort id) => new() { scact_assoc_id = options.AssociationId, scact_keynumber = id };

    private byte[] GetChunks(int option, string name)
    {
        var size = Unsafe.SizeOf<sctp_authchunks>();
        Span<byte> value = stackalloc byte[size + MaxChunks];
        MemoryMarshal.Write(value, new sctp_authchunks { gauth_assoc_id = options.AssociationId });
        options.GetBytes(option, value, name);
        var count = Math.Min((int)MemoryMarshal.Read<sctp_authchunks>(value).gauth_number_of_chunks, MaxChunks);
        return value.Slice(size, count).ToArray();
    }
}
