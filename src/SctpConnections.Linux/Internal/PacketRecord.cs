namespace SctpConnections.Linux.Internal;

/// <summary>What the kernel tells of a packet beside its bytes.</summary>
/// <param name="Captured">Bytes that were written.</param>
/// <param name="Length">Bytes on the wire.</param>
/// <param name="Nanoseconds">When, since 1970 (UTC).</param>
/// <param name="Interface">The interface's index.</param>
/// <param name="HardwareType">The interface's ARPHRD number.</param>
/// <param name="PacketType">Whose it is, PACKET_HOST to PACKET_OUTGOING.</param>
/// <param name="Protocol">The Ethertype, host byte order.</param>
/// <param name="Address">The sender's link address in the first <paramref name="AddressLength"/> bytes, big-endian.</param>
/// <param name="AddressLength">Bytes of the link address.</param>
internal readonly record struct PacketRecord(
    int Captured, int Length, long Nanoseconds, int Interface, int HardwareType, byte PacketType, int Protocol, ulong Address, byte AddressLength);
