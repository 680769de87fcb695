using SctpConnections.Tool.Capture;
using SctpConnections.Tool.Tests.Support;

namespace SctpConnections.Tool.Tests;

public sealed class PacketReaderTests
{
    public static TheoryData<string, byte[]> Chunks => new()
    {
        { "DATA tsn 100 sid 7 ssn 9 M3ua 5 B", Bytes.Data() },
        { "DATA tsn 100 sid 7 ppid 4711 5 B unordered first", Bytes.Data(4711, flags: 6) },
        { "DATA tsn 100 sid 7 ssn 9 Diameter 5 B middle", Bytes.Data(46, flags: 0) },
        { "I-DATA tsn 100 sid 7 mid 12 Diameter 2 B", Bytes.Chunk(64, 3, Bytes.Hex("00000064 0007 0000 0000000c 0000002e 4141")) },
        { "I-DATA tsn 100 sid 7 mid 12 2 B last", Bytes.Chunk(64, 1, Bytes.Hex("00000064 0007 0000 0000000c 00000001 4141")) },
        { "SACK tsn 100 a_rwnd 65536 gaps 1 dups 2", Bytes.Chunk(3, 0, Bytes.Hex("00000064 00010000 0001 0002 00020003 00000001 00000002")) },
        { "ABORT (user-initiated abort: \"bye now\")", Bytes.Chunk(6, 0, Bytes.Hex("000c 000b 627965206e6f77 00")) },
        { "ABORT (protocol violation)", Bytes.Chunk(6, 0, Bytes.Hex("000d 0008 00000001")) },
        { "ABORT", Bytes.Chunk(6, 0, []) },
        { "ERROR (invalid stream identifier) (cause 999)", Bytes.Chunk(9, 0, Bytes.Hex("0001 0008 00070000 03e7 0004")) },
        { "SHUTDOWN tsn 100", Bytes.Chunk(7, 0, Bytes.Hex("00000064")) },
        { "COOKIE-ACK", Bytes.Chunk(11, 0, []) },
        { "FORWARD-TSN tsn 100", Bytes.Chunk(192, 0, Bytes.Hex("00000064")) },
        { "RE-CONFIG [outgoing-reset 12 B]", Bytes.Chunk(130, 0, Bytes.Hex("000d 0010 00000001 00000000 00000002")) },
        { "ASCONF [IPv4 10.0.0.1, add-address 10.0.0.9]", Bytes.Chunk(193, 0, Bytes.Hex("00000001 0005 0008 0a000001 c001 0010 00000001 0005 0008 0a000009")) },
        { "chunk-77", Bytes.Chunk(77, 0, [1, 2, 3]) },
    };

    public static TheoryData<string, byte[]> Malformed => new()
    {
        { "DATA malformed: length 16, less than 17", Bytes.Chunk(0, 3, new byte[12]) },
        { "DATA malformed: length 2 of 4", [0, 3, 0, 2] },
        { "DATA malformed: length 900 of 8", [0, 3, 3, 132, 0, 0, 0, 0] },
        { "INIT malformed: length 8, less than 20", Bytes.Chunk(1, 0, new byte[4]) },
        { "SACK tsn 0 a_rwnd 0 gaps 65535 malformed: 65535 gaps and 0 duplicates in 16 bytes", Bytes.Chunk(3, 0, Bytes.Hex("00000000 00000000 ffff 0000")) },
        { "ABORT malformed: cause of length 3 in 4 bytes", Bytes.Chunk(6, 0, Bytes.Hex("000c 0003")) },
        { "RE-CONFIG malformed: parameter of length 0 in 2 bytes", Bytes.Chunk(130, 0, Bytes.Hex("000d")) },
        { "chunk malformed: only 3 bytes left", [0, 0, 0] },
    };

    [Theory]
    [MemberData(nameof(Chunks))]
    public void Read_OneChunk_SaysWhatItIs(string expected, byte[] chunk)
    {
        var summary = Read(Bytes.IPv4(132, Bytes.Sctp(chunk)));

        Assert.NotNull(summary);
        Assert.False(summary.IsMalformed);
        Assert.Equal($"12:00:00.123456 eth0 10.0.0.1:7000 > 10.0.0.2:40000 tag aabbccdd {expected}", PacketText.Of(summary));
    }

    [Theory]
    [MemberData(nameof(Malformed))]
    public void Read_ChunkThatCannotBe_SaysMalformed(string expected, byte[] chunk)
    {
        var summary = Read(Bytes.IPv4(132, Bytes.Sctp(chunk)));

        Assert.True(summary!.IsMalformed);
        Assert.EndsWith($" tag aabbccdd {expected}", PacketText.Of(summary), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_InitVerbose_ListsTheParameters()
    {
        var init = Bytes.Chunk(1, 0, Bytes.Hex("01020304 00010000 000a ffff 00000064 000c 0006 0005 0000 8008 0006 c182 0000 c000 0004 0006 0014 20010db8000000000000000000000001"));

        var summary = Read(Bytes.IPv4(132, Bytes.Sctp(init)))!;

        Assert.EndsWith("INIT tag 01020304 tsn 100 a_rwnd 65536 out 10 in 65535", PacketText.Of(summary), StringComparison.Ordinal);
        Assert.EndsWith(
            "[address-types IPv4, extensions ASCONF+RE-CONFIG, forward-tsn, IPv6 2001:db8::1]", PacketText.Of(summary with { IsVerbose = true }), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_SeveralChunks_AreAllThere()
        => Assert.Equal(["SACK", "DATA", "DATA"], Read(Bytes.IPv4(132, Bytes.Sctp(Bytes.Chunk(3, 0, new byte[12]), Bytes.Data(), Bytes.Data())))!.Chunks.Select(c => c.Name));

    [Fact]
    public void Read_IPv6WithExtensions_FindsTheChunks()
    {
        byte[] inside = [.. Bytes.Hex("3c00 0102 00000000 8400 0102 00000000"), .. Bytes.Sctp(Bytes.Data())];

        Assert.Contains("[2001:db8::1]:7000 > [2001:db8::2]:40000", PacketText.Of(Read(Bytes.IPv6(0, inside))!), StringComparison.Ordinal);
        Assert.Equal("DATA", Read(Bytes.IPv6(0, inside))!.Chunks[0].Name);
    }

    [Fact]
    public void Read_Fragments_FirstHasChunksAndLaterOnesTheirPlace()
    {
        var whole = Bytes.Sctp(Bytes.Data(length: 2000));

        var first = Read(Bytes.IPv4(132, whole[..1400], more: true))!;
        var last = Read(Bytes.IPv4(132, whole[1400..], fragmentOffset: 1400))!;
        var sixth = Read(Bytes.IPv6(44, [132, 0, 0x05, 0x78, 0, 0, 0, 1, .. whole[1400..]]))!;

        Assert.EndsWith("tag aabbccdd fragment 0-1400+ DATA", PacketText.Of(first), StringComparison.Ordinal);
        Assert.False(first.IsMalformed);
        Assert.EndsWith(" 10.0.0.1 > 10.0.0.2 fragment 1400-2028", PacketText.Of(last), StringComparison.Ordinal);
        Assert.EndsWith(" fragment 1400-2028", PacketText.Of(sixth), StringComparison.Ordinal);
        Assert.True(last.HasPort(1));
    }

    [Fact]
    public void Read_SctpInUdp_OnlyOnItsPort()
    {
        var packet = Bytes.IPv4(17, [.. Bytes.Hex("26ab 26ab 0000 0000"), .. Bytes.Sctp(Bytes.Data())]);

        Assert.Contains("10.0.0.2:40000 in UDP 9899 tag aabbccdd DATA", PacketText.Of(Read(packet, 9899)!), StringComparison.Ordinal);
        Assert.Null(Read(packet, 9900));
        Assert.Null(Read(packet));
    }

    [Fact]
    public void Read_OtherProtocols_AreNothing()
    {
        Assert.Null(Read(Bytes.IPv4(6, new byte[40])));
        Assert.Null(Read([]));
        Assert.Null(Read([0x45, 0]));
        Assert.Null(Read([0x60, 0]));
        Assert.Null(Read([0xf0, .. new byte[60]]));
        Assert.Contains("malformed: 4 bytes are no SCTP header", PacketText.Of(Read(Bytes.IPv4(132, new byte[4]))!), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_CutOrDamagedAnywhere_NeverThrows()
    {
        var packets = Chunks.Concat(Malformed).Select(row => row.Data.Item2)
            .SelectMany(chunk => new[] { Bytes.IPv4(132, Bytes.Sctp(chunk)), Bytes.IPv6(0, [.. Bytes.Hex("8400 0102 00000000"), .. Bytes.Sctp(chunk)]) });
        foreach (var packet in packets)
        {
            for (var i = 0; i < packet.Length; i++)
            {
                Describe(packet.AsSpan(0, i));
                foreach (var value in new byte[] { 0, 1, 3, 0x7f, 0x80, 0xff })
                {
                    var damaged = packet.ToArray();
                    damaged[i] = value;
                    Describe(damaged);
                }
            }
        }
    }

    [Fact]
    public void Read_RandomBytes_NeverThrows()
    {
        var random = new Random(20_260);
        for (var i = 0; i < 50_000; i++)
        {
            var packet = new byte[random.Next(200)];
            random.NextBytes(packet);
            if (packet.Length > 10)
            {
                packet[0] = (byte)(i % 2 == 0 ? 0x45 : 0x60);
                packet[i % 2 == 0 ? 9 : 6] = 132;
            }
            Describe(packet);
        }
    }

    [Theory]
    [InlineData("0102030405060708090a0b0c 0800 45", 14)]
    [InlineData("0102030405060708090a0b0c 8100 0001 86dd 60", 18)]
    [InlineData("0102030405060708090a0b0c 88a8 0001 8100 0002 0800 45", 22)]
    [InlineData("0102030405060708090a0b0c 8100", 14)]
    [InlineData("0102", 2)]
    public void IpOffset_Ethernet_StepsOverTags(string frame, int expected) => Assert.Equal(expected, LinkHeader.IpOffset(LinkType.Ethernet, Bytes.Hex(frame)));

    private static void Describe(ReadOnlySpan<byte> packet)
    {
        if (PacketReader.Read(packet, packet.Length, 9899, default, "x") is { } summary)
        {
            PacketText.Of(summary with { IsVerbose = true });
            using var writer = new System.Text.Json.Utf8JsonWriter(Stream.Null);
            summary.WriteJson(writer);
        }
    }

    private static PacketSummary? Read(byte[] packet, int udpPort = 0)
        => PacketReader.Read(packet, packet.Length, udpPort, new DateTimeOffset(2026, 1, 2, 12, 0, 0, TimeSpan.Zero).AddTicks(1_234_560), "eth0");
}
