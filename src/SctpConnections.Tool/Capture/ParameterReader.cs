using System.Buffers.Binary;
using System.Globalization;
using System.Net;

namespace SctpConnections.Tool.Capture;

/// <summary>Reads the parameters of INIT, INIT-ACK, ASCONF and RE-CONFIG as short texts.</summary>
internal static class ParameterReader
{
    private const int Header = 4;

    public static ChunkSummary Read(ChunkSummary chunk, ReadOnlySpan<byte> value)
    {
        var parameters = new List<string>();
        string? malformed = null;
        while (!value.IsEmpty)
        {
            var length = value.Length >= Header ? BinaryPrimitives.ReadUInt16BigEndian(value[2..]) : 0;
            if (length < Header || length > value.Length)
            {
                malformed = string.Create(CultureInfo.InvariantCulture, $"parameter of length {length} in {value.Length} bytes");
                break;
            }
            parameters.Add(Describe(BinaryPrimitives.ReadUInt16BigEndian(value), value[Header..length]));
            value = value[Math.Min((length + 3) & ~3, value.Length)..];
        }
        return chunk with { Parameters = parameters, Malformed = malformed };
    }

    private static string Describe(int type, ReadOnlySpan<byte> value)
    {
        var name = SctpNames.Parameter(type);
        switch (type)
        {
            case 5 when value.Length == 4:
            case 6 when value.Length == 16:
                return $"{name} {new IPAddress(value)}";
            case 0x8003 or 0x8008:
                var chunks = new List<string>();
                foreach (var chunk in value)
                {
                    chunks.Add(SctpNames.Chunk(chunk));
                }
                return $"{name} {string.Join('+', chunks)}";
            case 12 or 0x8004:
                var numbers = new List<string>();
                for (; value.Length >= 2; value = value[2..])
                {
                    var number = BinaryPrimitives.ReadUInt16BigEndian(value);
                    numbers.Add(type == 12 ? SctpNames.Parameter(number) : HmacName(number));
                }
                return $"{name} {string.Join('+', numbers)}";
            case 0xc006 or 9 when value.Length == 4:
                return string.Create(CultureInfo.InvariantCulture, $"{name} {BinaryPrimitives.ReadUInt32BigEndian(value)}");
            case 0xc001 or 0xc002 or 0xc004 when value.Length is 12 or 24:
                return $"{name} {new IPAddress(value[8..])}";
            default:
                return value.IsEmpty ? name : string.Create(CultureInfo.InvariantCulture, $"{name} {value.Length} B");
        }
    }

    private static string HmacName(int number) => number switch { 1 => "SHA-1", 3 => "SHA-256", _ => number.ToString(CultureInfo.InvariantCulture) };
}
