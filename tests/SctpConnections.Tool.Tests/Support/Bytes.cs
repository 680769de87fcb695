using System.Buffers.Binary;

namespace SctpConnections.Tool.Tests.Support;

/// <summary>Packets, put together by hand.</summary>
internal static class Bytes
{
    public static byte[] Hex(string text) => Convert.FromHexString(text.Replace(" ", "", StringComparison.Ordinal));

    /// <summary>A chunk with its length and padding right.</summary>
    public static byte[] Chunk(byte type, byte flags, byte[] value)
    {
        var chunk = new byte[(4 + value.Length + 3) & ~3];
        (chunk[0], chunk[1]) = (type, flags);
        BinaryPrimitives.WriteUInt16BigEndian(chunk.AsSpan(2), (ushort)(4 + value.Length));
        value.CopyTo(chunk, 4);
        return chunk;
    }

    /// <summary>The common header (7000 to 40000, tag 0xaabbccdd) and chunks.</summary>
    public static byte[] Sctp(params byte[][] chunks) => [.. Hex("1b58 9c40 aabbccdd 00000000"), .. chunks.SelectMany(c => c)];

    /// <summary>IPv4 from 10.0.0.1 to 10.0.0.2.</summary>
    public static byte[] IPv4(byte protocol, byte[] payload, int fragmentOffset = 0, bool more = false)
    {
        byte[] packet = [.. Hex("45000000 00010000 40000000 0a000001 0a000002"), .. payload];
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), (ushort)packet.Length);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(6), (ushort)((fragmentOffset / 8) | (more ? 0x2000 : 0)));
        packet[9] = protocol;
        return packet;
    }

    /// <summary>IPv6 from 2001:db8::1 to 2001:db8::2.</summary>
    public static byte[] IPv6(byte next, byte[] payload)
    {
        byte[] packet = [.. Hex("60000000 0000 00 40 20010db8000000000000000000000001 20010db8000000000000000000000002"), .. payload];
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(4), (ushort)payload.Length);
        packet[6] = next;
        return packet;
    }

    public static byte[] Data(uint ppid = 3, byte flags = 3, int length = 5)
    {
        byte[] value = [.. Hex("00000064 0007 0009 00000000"), .. new byte[length]];
        BinaryPrimitives.WriteUInt32BigEndian(value.AsSpan(8), ppid);
        return Chunk(0, flags, value);
    }
}
