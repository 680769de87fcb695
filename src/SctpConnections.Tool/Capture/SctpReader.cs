using System.Buffers.Binary;
using System.Globalization;

namespace SctpConnections.Tool.Capture;

/// <summary>
/// Reads the chunks of an SCTP packet (RFC 9260 section 3). Whatever the bytes are, it never throws: what cannot be is called malformed.
/// </summary>
internal static class SctpReader
{
    public const int HeaderLength = 12;
    private const int ChunkHeader = 4;

    /// <summary>Reads all chunks behind the common header.</summary>
    /// <param name="chunks">The bytes.</param>
    /// <param name="isCut">Whether the packet goes on elsewhere, as the first fragment of one: then its end may be missing.</param>
    public static List<ChunkSummary> ReadChunks(ReadOnlySpan<byte> chunks, bool isCut = false)
    {
        var found = new List<ChunkSummary>();
        while (!chunks.IsEmpty)
        {
            if (chunks.Length < ChunkHeader)
            {
                found.Add(new ChunkSummary("chunk", chunks[0], 0, chunks.Length) { Malformed = Text($"only {chunks.Length} bytes left") });
                break;
            }
            var length = BinaryPrimitives.ReadUInt16BigEndian(chunks[2..]);
            var chunk = new ChunkSummary(SctpNames.Chunk(chunks[0]), chunks[0], chunks[1], length);
            if (isCut && length > chunks.Length)
            {
                found.Add(chunk);
                break;
            }
            if (length < ChunkHeader || length > chunks.Length)
            {
                found.Add(chunk with { Malformed = Text($"length {length} of {chunks.Length}") });
                break;
            }
            found.Add(ReadChunk(chunk, chunks[ChunkHeader..length]));
            chunks = chunks[Math.Min((length + 3) & ~3, chunks.Length)..];
        }
        return found;
    }

    private static ChunkSummary ReadChunk(ChunkSummary chunk, ReadOnlySpan<byte> value) => chunk.Type switch
    {
        0 => value.Length > 12 ? ReadData(chunk, value) : TooShort(chunk, 17),
        1 or 2 => value.Length >= 16 ? ReadInit(chunk, value) : TooShort(chunk, 20),
        3 => value.Length >= 12 ? ReadSack(chunk, value) : TooShort(chunk, 16),
        6 or 9 => ReadCauses(chunk, value),
        7 => value.Length >= 4 ? chunk with { Tsn = U32(value) } : TooShort(chunk, 8),
        12 or 13 => value.Length >= 4 ? chunk with { Tsn = U32(value) } : TooShort(chunk, 8),
        64 => value.Length > 16 ? ReadInterleaved(chunk, value) : TooShort(chunk, 21),
        130 => ParameterReader.Read(chunk, value),
        193 => value.Length >= 4 ? ParameterReader.Read(chunk, value[4..]) : TooShort(chunk, 8),
        128 => value.Length >= 4 ? ParameterReader.Read(chunk, value[4..]) : TooShort(chunk, 8),
        192 or 194 => value.Length >= 4 ? chunk with { Tsn = U32(value) } : TooShort(chunk, 8),
        _ => chunk,
    };

    private static ChunkSummary ReadData(ChunkSummary chunk, ReadOnlySpan<byte> value)
    {
        var isUnordered = (chunk.Flags & 4) != 0;
        var ppid = U32(value[8..]);
        return chunk with
        {
            Tsn = U32(value),
            Stream = U16(value[4..]),
            Ssn = isUnordered ? null : U16(value[6..]),
            Unordered = isUnordered,
            Part = PartOf(chunk.Flags),
            Ppid = ppid,
            PpidName = PayloadProtocolIdentifier.GetName(ppid),
            PayloadBytes = value.Length - 12,
        };
    }

    private static ChunkSummary ReadInterleaved(ChunkSummary chunk, ReadOnlySpan<byte> value)
    {
        // Only the first fragment has the identifier; the others have their number there.
        var isFirst = (chunk.Flags & 2) != 0;
        uint? ppid = isFirst ? U32(value[12..]) : null;
        return chunk with
        {
            Tsn = U32(value),
            Stream = U16(value[4..]),
            Mid = U32(value[8..]),
            Unordered = (chunk.Flags & 4) != 0,
            Part = PartOf(chunk.Flags),
            Ppid = ppid,
            PpidName = ppid is { } id ? PayloadProtocolIdentifier.GetName(id) : null,
            PayloadBytes = value.Length - 16,
        };
    }

    private static ChunkSummary ReadInit(ChunkSummary chunk, ReadOnlySpan<byte> value)
        => ParameterReader.Read(chunk, value[16..]) with
        {
            InitiateTag = U32(value),
            Window = U32(value[4..]),
            OutboundStreams = U16(value[8..]),
            InboundStreams = U16(value[10..]),
            Tsn = U32(value[12..]),
        };

    private static ChunkSummary ReadSack(ChunkSummary chunk, ReadOnlySpan<byte> value)
    {
        int gaps = U16(value[8..]), duplicates = U16(value[10..]);
        return chunk with
        {
            Tsn = U32(value),
            Window = U32(value[4..]),
            Gaps = gaps,
            Duplicates = duplicates,
            Malformed = value.Length < 12 + ((gaps + duplicates) * 4) ? Text($"{gaps} gaps and {duplicates} duplicates in {chunk.Length} bytes") : null,
        };
    }

    private static ChunkSummary ReadCauses(ChunkSummary chunk, ReadOnlySpan<byte> value)
    {
        var causes = new List<CauseSummary>();
        string? malformed = null;
        while (!value.IsEmpty)
        {
            var length = value.Length >= 4 ? U16(value[2..]) : (ushort)0;
            if (length < 4 || length > value.Length)
            {
                malformed = Text($"cause of length {length} in {value.Length} bytes");
                break;
            }
            var code = U16(value);
            causes.Add(new CauseSummary(code, SctpErrorCause.GetName(code), Printable(value[4..length])));
            value = value[Math.Min((length + 3) & ~3, value.Length)..];
        }
        return chunk with { Causes = causes, Malformed = malformed };
    }

    // The reason that a user gave, or that a stack wrote in words.
    private static string? Printable(ReadOnlySpan<byte> value)
    {
        value = value.TrimEnd((byte)0);
        return value.Length is > 3 and <= 200 && value.IndexOfAnyExceptInRange((byte)' ', (byte)'~') < 0 ? System.Text.Encoding.ASCII.GetString(value) : null;
    }

    private static string PartOf(int flags) => (flags & 3) switch { 3 => "whole", 2 => "first", 1 => "last", _ => "middle" };

    private static ChunkSummary TooShort(ChunkSummary chunk, int least) => chunk with { Malformed = Text($"length {chunk.Length}, less than {least}") };

    private static ushort U16(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt16BigEndian(bytes);

    private static uint U32(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt32BigEndian(bytes);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
