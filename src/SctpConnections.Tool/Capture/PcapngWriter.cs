using System.Buffers.Binary;
using System.Text;

namespace SctpConnections.Tool.Capture;

/// <summary>Writes a capture file (pcapng, draft-ietf-opsawg-pcapng): one section, its interfaces, packets with nanoseconds.</summary>
/// <remarks>Little-endian throughout, which the byte-order magic tells. The caller owns the stream.</remarks>
internal sealed class PcapngWriter
{
    private const uint SectionHeader = 0x0A0D0D0A;
    private const uint ByteOrderMagic = 0x1A2B3C4D;
    private const uint InterfaceDescription = 1;
    private const uint InterfaceStatistics = 5;
    private const uint EnhancedPacket = 6;
    private const ushort EndOfOptions = 0;
    private const ushort OperatingSystem = 3;
    private const ushort Application = 4;
    private const ushort InterfaceName = 2;
    private const ushort TimeResolution = 9;
    private const ushort PacketFlags = 2;
    private const ushort ReceivedPackets = 4;
    private const ushort DroppedPackets = 5;
    private const byte Nanoseconds = 9;

    private readonly Stream _output;
    private byte[] _block = new byte[4096];
    private int _length;
    private int _interfaces;

    public PcapngWriter(Stream output, string application)
    {
        _output = output;
        Begin(SectionHeader);
        Add32(ByteOrderMagic);
        Add16(1);
        Add16(0);
        // The length of the section is not known.
        Add64(-1);
        AddOption(OperatingSystem, Encoding.UTF8.GetBytes(Environment.OSVersion.ToString()));
        AddOption(Application, Encoding.UTF8.GetBytes(application));
        AddOption(EndOfOptions, []);
        End();
    }

    /// <summary>Adds an interface and returns its number.</summary>
    public int AddInterface(LinkType linkType, string name)
    {
        Begin(InterfaceDescription);
        Add16((ushort)linkType);
        Add16(0);
        // No limit on packets.
        Add32(0);
        AddOption(InterfaceName, Encoding.UTF8.GetBytes(name));
        AddOption(TimeResolution, [Nanoseconds]);
        AddOption(EndOfOptions, []);
        End();
        return _interfaces++;
    }

    /// <summary>Adds a packet.</summary>
    /// <param name="interfaceId">What <see cref="AddInterface"/> returned.</param>
    /// <param name="nanoseconds">When, since 1970 (UTC).</param>
    /// <param name="isOutbound">Its direction.</param>
    /// <param name="length">Bytes on the wire, if not all of them are here.</param>
    /// <param name="header">The bytes that come first.</param>
    /// <param name="data">The bytes that follow.</param>
    public void AddPacket(int interfaceId, long nanoseconds, bool isOutbound, int length, ReadOnlySpan<byte> header, ReadOnlySpan<byte> data)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(interfaceId, _interfaces);
        Begin(EnhancedPacket);
        Add32((uint)interfaceId);
        Add32((uint)((ulong)nanoseconds >> 32));
        Add32((uint)nanoseconds);
        Add32((uint)(header.Length + data.Length));
        Add32((uint)Math.Max(length, header.Length + data.Length));
        Add(header);
        Add(data);
        Pad();
        AddOption(PacketFlags, [(byte)(isOutbound ? 2 : 1), 0, 0, 0]);
        AddOption(EndOfOptions, []);
        End();
    }

    /// <summary>Says how many packets came and how many were lost in the kernel.</summary>
    public void AddStatistics(int interfaceId, long nanoseconds, long received, long dropped)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(interfaceId, _interfaces);
        Begin(InterfaceStatistics);
        Add32((uint)interfaceId);
        Add32((uint)((ulong)nanoseconds >> 32));
        Add32((uint)nanoseconds);
        AddOption(ReceivedPackets, BitConverter.GetBytes(received));
        AddOption(DroppedPackets, BitConverter.GetBytes(dropped));
        AddOption(EndOfOptions, []);
        End();
    }

    private void Begin(uint type)
    {
        _length = 0;
        Add32(type);
        // The length, when it is known.
        Add32(0);
    }

    private void End()
    {
        var total = _length + sizeof(uint);
        Add32((uint)total);
        BinaryPrimitives.WriteUInt32LittleEndian(_block.AsSpan(4), (uint)total);
        _output.Write(_block, 0, total);
    }

    private void AddOption(ushort code, ReadOnlySpan<byte> value)
    {
        Add16(code);
        Add16((ushort)value.Length);
        Add(value);
        Pad();
    }

    private void Pad() => Add(stackalloc byte[(4 - (_length & 3)) & 3]);

    private void Add16(ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(Reserve(2), value);

    private void Add32(uint value) => BinaryPrimitives.WriteUInt32LittleEndian(Reserve(4), value);

    private void Add64(long value) => BinaryPrimitives.WriteInt64LittleEndian(Reserve(8), value);

    private void Add(ReadOnlySpan<byte> value) => value.CopyTo(Reserve(value.Length));

    private Span<byte> Reserve(int size)
    {
        if (_block.Length - _length < size)
        {
            Array.Resize(ref _block, Math.Max(_block.Length * 2, _length + size));
        }
        _length += size;
        return _block.AsSpan(_length - size, size);
    }
}
