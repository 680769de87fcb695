using System.Buffers;

namespace SctpConnections.Tool.Testing;

/// <summary>What the bytes of a message are: a sequence that its number, stream, order and length choose, so that a mix-up of any shows.</summary>
internal static class TestContent
{
    public static void Fill(Span<byte> bytes, int seed, in TestMessage message)
    {
        var state = Start(seed, message);
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] = Next(ref state);
        }
    }

    public static bool Matches(in ReadOnlySequence<byte> bytes, int seed, in TestMessage message)
    {
        var state = Start(seed, message);
        foreach (var segment in bytes)
        {
            foreach (var value in segment.Span)
            {
                if (value != Next(ref state))
                {
                    return false;
                }
            }
        }
        return true;
    }

    private static ulong Start(int seed, in TestMessage message)
    {
        var mixed = ((ulong)(uint)seed << 32 | message.Sequence) * 0x9E37_79B9_7F4A_7C15
            ^ ((ulong)message.Stream << 33 | (ulong)(uint)message.Size << 1 | (message.IsUnordered ? 1u : 0u)) * 0xC2B2_AE3D_27D4_EB4F;
        return mixed | 1;
    }

    private static byte Next(ref ulong state)
    {
        // xorshift64*: never zero, and its high bits are good.
        state ^= state >> 12;
        state ^= state << 25;
        state ^= state >> 27;
        return (byte)(state * 0x2545_F491_4F6C_DD1D >> 56);
    }
}
