using System.Buffers.Binary;
using System.Net;
using SctpConnections.Linux.Internal;

namespace SctpConnections.Tool.Tests;

public sealed class DiagParserTests
{
    private const ushort Answer = 20;
    private const ushort Done = 3;
    private const ushort Error = 2;

    [Fact]
    public void Read_AnswerAndEnd_GivesTheAssociation()
    {
        var entries = new List<DiagEntry>();

        var isEnd = DiagParser.Read([.. Message(Answer, Association()), .. Message(Done, BitConverter.GetBytes(0))], entries, out var error);

        Assert.True(isEnd);
        Assert.Equal(0, error);
        var entry = Assert.Single(entries);
        Assert.True(entry.IsAssociation);
        Assert.Equal((7000, 40000, 92L, 16160u), (entry.LocalPort, entry.RemotePort, entry.Inode, entry.ReceiveQueue));
        Assert.Equal([IPAddress.Parse("10.0.0.1"), IPAddress.Parse("10.0.0.2")], entry.Peers);
        // Shorter than the struct: what the kernel left out is zero.
        Assert.Equal((0xaabbccddu, 0ul), (entry.Info!.Value.sctpi_tag, entry.Info!.Value.sctpi_ipackets));
    }

    [Fact]
    public void Read_KernelsError_GivesItsNumber()
    {
        var isEnd = DiagParser.Read(Message(Error, BitConverter.GetBytes(-2)), [], out var error);

        Assert.True(isEnd);
        Assert.Equal(2, error);
    }

    [Fact]
    public void Read_NoEndYet_AsksForMore() => Assert.False(DiagParser.Read(Message(Answer, Association()), [], out _));

    [Fact]
    public void Read_CutOrDamagedAnywhere_NeverThrows()
    {
        var whole = Message(Answer, Association());
        for (var i = 0; i < whole.Length; i++)
        {
            DiagParser.Read(whole.AsSpan(0, i), [], out _);
            foreach (var value in new byte[] { 0, 1, 0x7f, 0xff })
            {
                var damaged = whole.ToArray();
                damaged[i] = value;
                DiagParser.Read(damaged, [], out _);
            }
        }
    }

    private static byte[] Association()
    {
        var message = new byte[72];
        message[0] = 2;
        message[1] = 3;
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(4), 7000);
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(6), 40000);
        BitConverter.TryWriteBytes(message.AsSpan(56), 16160u);
        BitConverter.TryWriteBytes(message.AsSpan(68), 92u);
        return [.. message, .. Attribute(12, Storage(9)), .. Attribute(13, [.. Storage(1), .. Storage(2)]), .. Attribute(2, [0xdd, 0xcc, 0xbb, 0xaa, 3, 0, 0, 0])];
    }

    private static byte[] Storage(byte last)
    {
        var address = new byte[128];
        address[0] = 2;
        (address[4], address[7]) = (10, last);
        return address;
    }

    private static byte[] Attribute(ushort type, byte[] value)
        => [.. BitConverter.GetBytes((ushort)(4 + value.Length)), .. BitConverter.GetBytes(type), .. value];

    private static byte[] Message(ushort type, byte[] body)
        => [.. BitConverter.GetBytes(16 + body.Length), .. BitConverter.GetBytes(type), 2, 0, .. new byte[8], .. body];
}
