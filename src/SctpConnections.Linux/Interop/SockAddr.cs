using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace SctpConnections.Linux.Interop;

/// <summary>
/// Converts between addresses and <c>sockaddr_in</c>, <c>sockaddr_in6</c> and the lists of bindx, connectx and
/// getaddrs, where entries of 16 and 28 bytes follow each other without padding.
/// </summary>
internal static class SockAddr
{
    internal const int IPv4Length = 16;
    internal const int IPv6Length = 28;

    /// <summary>Room for any address of a socket, the size of <c>sockaddr_storage</c>.</summary>
    internal const int MaxLength = 128;

    private const int PortOffset = 2;
    private const int IPv4AddressOffset = 4;
    private const int IPv6AddressOffset = 8;
    private const int IPv6ScopeOffset = 24;

    internal static int LengthOf(IPAddress address) => address.AddressFamily switch
    {
        AddressFamily.InterNetwork => IPv4Length,
        AddressFamily.InterNetworkV6 => IPv6Length,
        _ => throw new ArgumentException("Not an IP address.", nameof(address)),
    };

    internal static int LengthOf(IReadOnlyList<IPAddress> addresses)
    {
        var length = 0;
        for (var i = 0; i < addresses.Count; i++)
        {
            length += LengthOf(addresses[i]);
        }

        return length;
    }

    /// <summary>Writes one address in its own family and returns its length.</summary>
    internal static int Write(Span<byte> destination, IPAddress address, int port)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)port, ushort.MaxValue, nameof(port));
        var length = LengthOf(address);
        ArgumentOutOfRangeException.ThrowIfLessThan(destination.Length, length, nameof(destination));

        destination = destination[..length];
        destination.Clear();
        BinaryPrimitives.WriteUInt16BigEndian(destination[PortOffset..], (ushort)port);
        if (length == IPv4Length)
        {
            MemoryMarshal.Write(destination, (ushort)LibCConstants.AF_INET);
            address.TryWriteBytes(destination[IPv4AddressOffset..], out _);
        }
        else
        {
            MemoryMarshal.Write(destination, (ushort)LibCConstants.AF_INET6);
            address.TryWriteBytes(destination[IPv6AddressOffset..], out _);
            MemoryMarshal.Write(destination[IPv6ScopeOffset..], (uint)address.ScopeId);
        }

        return length;
    }

    /// <summary>Writes the list that bindx and connectx take and returns its length.</summary>
    internal static int WriteList(Span<byte> destination, IReadOnlyList<IPAddress> addresses, int port)
    {
        var length = 0;
        for (var i = 0; i < addresses.Count; i++)
        {
            length += Write(destination[length..], addresses[i], port);
        }

        return length;
    }

    /// <summary>
    /// Reads the address at the start; an IPv4-mapped one comes back as IPv4. The kernel gives a scope with every local IPv6 address,
    /// but only a link-local one has one: with it ::1 would differ from what was bound.
    /// </summary>
    /// <returns>False when the bytes end too early or the family is not IP.</returns>
    internal static bool TryRead(
        ReadOnlySpan<byte> source, [NotNullWhen(true)] out IPAddress? address, out int port, out int consumed)
    {
        var family = source.Length >= sizeof(ushort) ? MemoryMarshal.Read<ushort>(source) : LibCConstants.AF_UNSPEC;
        if (family == LibCConstants.AF_INET && source.Length >= IPv4Length)
        {
            address = new IPAddress(source.Slice(IPv4AddressOffset, 4));
            consumed = IPv4Length;
        }
        else if (family == LibCConstants.AF_INET6 && source.Length >= IPv6Length)
        {
            var bytes = source.Slice(IPv6AddressOffset, 16);
            address = new IPAddress(bytes);
            address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4()
                : address.IsIPv6LinkLocal ? new IPAddress(bytes, MemoryMarshal.Read<uint>(source[IPv6ScopeOffset..]))
                : address;
            consumed = IPv6Length;
        }
        else
        {
            address = null;
            port = 0;
            consumed = 0;
            return false;
        }

        port = BinaryPrimitives.ReadUInt16BigEndian(source[PortOffset..]);
        return true;
    }

    /// <inheritdoc cref="TryRead(ReadOnlySpan{byte}, out IPAddress?, out int, out int)"/>
    internal static bool TryRead(
        in sockaddr_storage source, [NotNullWhen(true)] out IPAddress? address, out int port) =>
        TryRead(MemoryMarshal.AsBytes(new ReadOnlySpan<sockaddr_storage>(in source)), out address, out port, out _);

    /// <summary>Reads <paramref name="count"/> addresses that follow each other.</summary>
    /// <returns>False when one of them cannot be read.</returns>
    internal static bool TryReadList(
        ReadOnlySpan<byte> source, int count, [NotNullWhen(true)] out IPEndPoint[]? endPoints)
    {
        endPoints = null;

        // Before the allocation: the number comes from outside.
        if ((uint)count > (uint)source.Length / IPv4Length)
        {
            return false;
        }

        var result = new IPEndPoint[count];
        for (var i = 0; i < count; i++)
        {
            if (!TryRead(source, out var address, out var port, out var consumed))
            {
                return false;
            }

            result[i] = new IPEndPoint(address, port);
            source = source[consumed..];
        }

        endPoints = result;
        return true;
    }
}
