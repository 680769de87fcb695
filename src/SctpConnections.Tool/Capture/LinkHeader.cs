using System.Buffers.Binary;
using SctpConnections.Linux.Internal;

namespace SctpConnections.Tool.Capture;

/// <summary>The headers below IP.</summary>
internal static class LinkHeader
{
    public const int Sll2Length = 20;
    private const int EthernetLength = 14;
    private const int VlanLength = 4;
    private const int Vlan = 0x8100;
    private const int ServiceVlan = 0x88a8;

    /// <summary>Where the header of IP starts, or the end of the data when there is none.</summary>
    public static int IpOffset(LinkType type, ReadOnlySpan<byte> data)
    {
        if (type != LinkType.Ethernet)
        {
            return 0;
        }
        var offset = EthernetLength;
        while (data.Length >= offset && BinaryPrimitives.ReadUInt16BigEndian(data[(offset - 2)..]) is Vlan or ServiceVlan)
        {
            offset += VlanLength;
        }
        return Math.Min(offset, data.Length);
    }

    /// <summary>Writes the cooked header of a packet.</summary>
    public static void WriteSll2(Span<byte> destination, in PacketRecord record)
    {
        BinaryPrimitives.WriteUInt16BigEndian(destination, (ushort)record.Protocol);
        BinaryPrimitives.WriteUInt16BigEndian(destination[2..], 0);
        BinaryPrimitives.WriteInt32BigEndian(destination[4..], record.Interface);
        BinaryPrimitives.WriteUInt16BigEndian(destination[8..], (ushort)record.HardwareType);
        destination[10] = record.PacketType;
        destination[11] = record.AddressLength;
        BinaryPrimitives.WriteUInt64BigEndian(destination[12..], record.Address);
    }
}
