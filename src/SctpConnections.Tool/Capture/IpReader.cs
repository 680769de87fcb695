using System.Buffers.Binary;
using System.Net;

namespace SctpConnections.Tool.Capture;

/// <summary>Finds SCTP in an IP packet. Whatever the bytes are: it answers false, or what is there.</summary>
internal static class IpReader
{
    private const int Sctp = 132;
    private const int Udp = 17;
    private const int UdpHeader = 8;
    private const int IPv4Header = 20;
    private const int IPv6Header = 40;
    private const int MaxExtensions = 16;

    /// <summary>Reads the headers.</summary>
    /// <param name="packet">From the header of IP on.</param>
    /// <param name="udpPort">The port of SCTP in UDP, 0 for none.</param>
    /// <param name="found">Addresses and where SCTP starts.</param>
    public static bool TryRead(ReadOnlySpan<byte> packet, int udpPort, out IpPacket found)
    {
        found = default;
        if (packet.IsEmpty)
        {
            return false;
        }
        var isKnown = (packet[0] >> 4) switch
        {
            4 => TryReadV4(packet, out found),
            6 => TryReadV6(packet, out found),
            _ => false,
        };
        if (!isKnown)
        {
            return false;
        }
        if (found.Protocol == Sctp)
        {
            return true;
        }
        return found.Protocol == Udp && udpPort != 0 && TryUnwrap(packet, udpPort, ref found);
    }

    private static bool TryReadV4(ReadOnlySpan<byte> packet, out IpPacket found)
    {
        found = default;
        var header = (packet[0] & 0xf) * 4;
        if (packet.Length < IPv4Header || header < IPv4Header || packet.Length < header)
        {
            return false;
        }
        // Behind a short packet Ethernet has padding; of a long one segmentation offload leaves the length zero.
        var total = BinaryPrimitives.ReadUInt16BigEndian(packet[2..]);
        var end = total >= header && total < packet.Length ? total : packet.Length;
        var fragment = BinaryPrimitives.ReadUInt16BigEndian(packet[6..]);
        found = new IpPacket(
            new IPAddress(packet.Slice(12, 4)), new IPAddress(packet.Slice(16, 4)), packet[9], header, end, (fragment & 0x1fff) * 8, (fragment & 0x2000) != 0, UdpPort: 0);
        return true;
    }

    private static bool TryReadV6(ReadOnlySpan<byte> packet, out IpPacket found)
    {
        found = default;
        if (packet.Length < IPv6Header)
        {
            return false;
        }
        var payload = BinaryPrimitives.ReadUInt16BigEndian(packet[4..]);
        var end = payload > 0 && IPv6Header + payload < packet.Length ? IPv6Header + payload : packet.Length;
        int next = packet[6], offset = IPv6Header, fragmentOffset = 0;
        var more = false;
        for (var i = 0; i < MaxExtensions && next is 0 or 43 or 44 or 60; i++)
        {
            if (end - offset < 8)
            {
                return false;
            }
            var length = next == 44 ? 8 : (packet[offset + 1] + 1) * 8;
            if (next == 44)
            {
                var fragment = BinaryPrimitives.ReadUInt16BigEndian(packet[(offset + 2)..]);
                (fragmentOffset, more) = (fragment & 0xfff8, (fragment & 1) != 0);
            }
            next = packet[offset];
            offset += length;
            if (fragmentOffset > 0)
            {
                // What follows is the middle of something.
                break;
            }
        }
        if (offset > end)
        {
            return false;
        }
        found = new IpPacket(new IPAddress(packet.Slice(8, 16)), new IPAddress(packet.Slice(24, 16)), next, offset, end, fragmentOffset, more, UdpPort: 0);
        return true;
    }

    private static bool TryUnwrap(ReadOnlySpan<byte> packet, int udpPort, ref IpPacket found)
    {
        if (found.FragmentOffset > 0 || found.End - found.Start < UdpHeader)
        {
            return false;
        }
        var source = BinaryPrimitives.ReadUInt16BigEndian(packet[found.Start..]);
        var destination = BinaryPrimitives.ReadUInt16BigEndian(packet[(found.Start + 2)..]);
        found = found with { Start = found.Start + UdpHeader, UdpPort = udpPort };
        return source == udpPort || destination == udpPort;
    }
}

/// <summary>The headers around SCTP.</summary>
/// <param name="Source">The sender.</param>
/// <param name="Destination">The receiver.</param>
/// <param name="Protocol">What is in it, 132 for SCTP.</param>
/// <param name="Start">Where SCTP starts.</param>
/// <param name="End">Where the packet ends.</param>
/// <param name="FragmentOffset">Where in the datagram this fragment belongs.</param>
/// <param name="HasMoreFragments">Whether fragments follow.</param>
/// <param name="UdpPort">The port of the UDP around it, 0 for none.</param>
internal readonly record struct IpPacket(
    IPAddress Source, IPAddress Destination, int Protocol, int Start, int End, int FragmentOffset, bool HasMoreFragments, int UdpPort);
