using System.Buffers.Binary;
using SctpConnections.Tool.Capture;
using SctpConnections.Tool.Tests.Support;

namespace SctpConnections.Tool.Tests;

public sealed class PcapngWriterTests
{
    private const long Time = 1_800_000_000_123_456_789;

    [Fact]
    public void AddPacket_AnySize_BlocksAreWholeAndTellTheirLengthTwice()
    {
        using var file = new MemoryStream();
        var writer = new PcapngWriter(file, "test");
        var id = writer.AddInterface(LinkType.Raw, "eth0");
        for (var size = 0; size < 9; size++)
        {
            writer.AddPacket(id, Time, isOutbound: false, size, [], new byte[size]);
        }
        writer.AddPacket(id, Time, isOutbound: true, 300_000, new byte[20], new byte[200_000]);
        writer.AddStatistics(id, Time, 10, 0);

        var types = new List<uint>();
        var rest = file.ToArray().AsSpan();
        while (!rest.IsEmpty)
        {
            types.Add(BinaryPrimitives.ReadUInt32LittleEndian(rest));
            var length = BinaryPrimitives.ReadInt32LittleEndian(rest[4..]);
            Assert.Equal(0, length % 4);
            Assert.Equal(length, BinaryPrimitives.ReadInt32LittleEndian(rest[(length - 4)..]));
            rest = rest[length..];
        }
        Assert.Equal([0x0A0D0D0A, 1, .. Enumerable.Repeat(6u, 10), 5], types);
    }

    [Fact]
    public async Task File_ThreeLinkTypes_TsharkReadsAllOfThem()
    {
        var path = Path.Combine(Path.GetTempPath(), $"sctp-writer-{Environment.ProcessId}.pcapng");
        var ip = Bytes.IPv4(132, Bytes.Sctp(Bytes.Data(46)));
        try
        {
            using (var file = File.Create(path))
            {
                var writer = new PcapngWriter(file, "test");
                var raw = writer.AddInterface(LinkType.Raw, "tun0");
                var ethernet = writer.AddInterface(LinkType.Ethernet, "eth0");
                var cooked = writer.AddInterface(LinkType.LinuxSll2, "lo");
                writer.AddPacket(raw, Time, isOutbound: true, ip.Length, [], ip);
                writer.AddPacket(ethernet, Time + 1, isOutbound: false, ip.Length + 14, Bytes.Hex("020000000001 020000000002 0800"), ip);
                writer.AddPacket(cooked, Time + 1_000_000_000, isOutbound: false, ip.Length + 20, Bytes.Hex("0800 0000 00000001 0304 00 06 0000000000000000"), ip);
                writer.AddStatistics(raw, Time, 3, 0);
            }

            var run = await ToolRun.StartAsync(
                "tshark", "-r", path, "-T", "fields", "-e", "frame.interface_name", "-e", "frame.time_epoch", "-e", "frame.protocols",
                "-e", "sctp.data_payload_proto_id", "-e", "sctp.data_tsn_raw");

            Assert.Equal(0, run.Code);
            var lines = run.Output.TrimEnd('\n').Split('\n');
            Assert.Equal(3, lines.Length);
            Assert.StartsWith("tun0\t1800000000.123456789\traw:ip:sctp", lines[0], StringComparison.Ordinal);
            Assert.StartsWith("eth0\t1800000000.123456790\teth:ethertype:ip:sctp", lines[1], StringComparison.Ordinal);
            Assert.StartsWith("lo\t1800000001.123456789\tsll:ethertype:ip:sctp", lines[2], StringComparison.Ordinal);
            Assert.All(lines, line => Assert.EndsWith("\t46\t100", line, StringComparison.Ordinal));
            var info = await ToolRun.StartAsync("capinfos", "-M", path);
            Assert.Equal(0, info.Code);
            Assert.Contains("Number of interfaces in file: 3", info.Output, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
