using System.Buffers.Binary;
using System.Globalization;

namespace SctpConnections.Tool.Capture;

/// <summary>Reads a captured packet from its IP header to its last chunk. Never throws, whatever the bytes are.</summary>
internal static class PacketReader
{
    /// <summary>The summary, or null when there is no SCTP in it.</summary>
    /// <param name="packet">From the header of IP on.</param>
    /// <param name="length">Its bytes on the wire, if not all of them are here.</param>
    /// <param name="udpPort">The port of SCTP in UDP, 0 for none.</param>
    /// <param name="time">When it was seen.</param>
    /// <param name="interfaceName">Where it was seen.</param>
    public static PacketSummary? Read(ReadOnlySpan<byte> packet, int length, int udpPort, DateTimeOffset time, string interfaceName)
    {
        if (!IpReader.TryRead(packet, udpPort, out var ip))
        {
            return null;
        }
        var sctp = packet[ip.Start..ip.End];
        var summary = new PacketSummary(
            time, interfaceName, ip.Source.ToString(), ip.Destination.ToString(), SourcePort: null, DestinationPort: null, VerificationTag: null,
            sctp.Length, ip.UdpPort > 0 ? ip.UdpPort : null,
            ip.FragmentOffset > 0 || ip.HasMoreFragments ? ip.FragmentOffset : null, ip.HasMoreFragments ? true : null, Chunks: [], Malformed: null);
        if (ip.FragmentOffset > 0)
        {
            return summary;
        }
        if (sctp.Length < SctpReader.HeaderLength)
        {
            return summary with { Malformed = string.Create(CultureInfo.InvariantCulture, $"{sctp.Length} bytes are no SCTP header") };
        }
        return summary with
        {
            SourcePort = BinaryPrimitives.ReadUInt16BigEndian(sctp),
            DestinationPort = BinaryPrimitives.ReadUInt16BigEndian(sctp[2..]),
            VerificationTag = BinaryPrimitives.ReadUInt32BigEndian(sctp[4..]),
            Chunks = SctpReader.ReadChunks(sctp[SctpReader.HeaderLength..], isCut: ip.HasMoreFragments || length > packet.Length),
        };
    }
}
