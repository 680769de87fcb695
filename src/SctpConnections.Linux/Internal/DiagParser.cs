using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using SctpConnections.Linux.Interop;

namespace SctpConnections.Linux.Internal;

/// <summary>Reads the answers of sctp_diag. Whatever the bytes are: it takes what is whole and leaves the rest.</summary>
internal static unsafe class DiagParser
{
    private const int Alignment = 4;

    /// <summary>Reads one datagram of netlink messages.</summary>
    /// <param name="data">The bytes.</param>
    /// <param name="entries">Takes what is found.</param>
    /// <param name="error">The errno that the kernel answered with, 0 for none.</param>
    /// <returns>Whether the answer is at its end.</returns>
    public static bool Read(ReadOnlySpan<byte> data, List<DiagEntry> entries, out int error)
    {
        error = 0;
        while (data.Length >= sizeof(nlmsghdr))
        {
            var header = MemoryMarshal.Read<nlmsghdr>(data);
            if (header.nlmsg_len < sizeof(nlmsghdr) || header.nlmsg_len > data.Length)
            {
                error = Errno.EPROTO;
                return true;
            }
            var body = data[sizeof(nlmsghdr)..(int)header.nlmsg_len];
            switch (header.nlmsg_type)
            {
                case DiagConstants.NLMSG_ERROR or DiagConstants.NLMSG_DONE:
                    // Both start with a negative errno; a dump that failed half-way says so in its DONE.
                    error = body.Length >= sizeof(int) ? -MemoryMarshal.Read<int>(body) : 0;
                    return true;
                case DiagConstants.SOCK_DIAG_BY_FAMILY:
                    if (ReadEntry(body) is { } entry)
                    {
                        entries.Add(entry);
                    }
                    break;
            }
            data = data[Math.Min(Align((int)header.nlmsg_len), data.Length)..];
        }
        return false;
    }

    /// <summary>The kernel gives even ::1 a scope, which only link-local addresses need.</summary>
    public static IPAddress WithoutNeedlessScope(IPAddress address)
        => address.AddressFamily == AddressFamily.InterNetworkV6 && address.ScopeId != 0 && !address.IsIPv6LinkLocal ? new IPAddress(address.GetAddressBytes()) : address;

    private static DiagEntry? ReadEntry(ReadOnlySpan<byte> body)
    {
        if (body.Length < sizeof(inet_diag_msg))
        {
            return null;
        }
        var message = MemoryMarshal.Read<inet_diag_msg>(body);
        IReadOnlyList<IPAddress> locals = [], peers = [];
        sctp_info? info = null;
        var rest = body[sizeof(inet_diag_msg)..];
        while (rest.Length >= sizeof(nlattr))
        {
            var attribute = MemoryMarshal.Read<nlattr>(rest);
            if (attribute.nla_len < sizeof(nlattr) || attribute.nla_len > rest.Length)
            {
                break;
            }
            var value = rest[sizeof(nlattr)..attribute.nla_len];
            switch (attribute.nla_type & DiagConstants.NLA_TYPE_MASK)
            {
                case DiagConstants.INET_DIAG_INFO: info = ReadInfo(value); break;
                case DiagConstants.INET_DIAG_LOCALS: locals = ReadAddresses(value); break;
                case DiagConstants.INET_DIAG_PEERS: peers = ReadAddresses(value); break;
            }
            rest = rest[Math.Min(Align(attribute.nla_len), rest.Length)..];
        }
        return new DiagEntry(
            message.idiag_state, BinaryPrimitives.ReverseEndianness(message.id.idiag_sport), BinaryPrimitives.ReverseEndianness(message.id.idiag_dport),
            message.idiag_inode, (int)message.idiag_uid, message.idiag_rqueue, message.idiag_wqueue, locals, peers, info);
    }

    private static sctp_info ReadInfo(ReadOnlySpan<byte> value)
    {
        var info = default(sctp_info);
        value[..Math.Min(value.Length, sizeof(sctp_info))].CopyTo(MemoryMarshal.AsBytes(new Span<sctp_info>(ref info)));
        return info;
    }

    private static List<IPAddress> ReadAddresses(ReadOnlySpan<byte> value)
    {
        // Each in a sockaddr_storage, other than in the lists of the socket options.
        var addresses = new List<IPAddress>(value.Length / SockAddr.MaxLength);
        while (value.Length >= SockAddr.MaxLength)
        {
            if (SockAddr.TryRead(value, out var address, out _, out _) && WithoutNeedlessScope(address) is var plain && !addresses.Contains(plain))
            {
                addresses.Add(plain);
            }
            value = value[SockAddr.MaxLength..];
        }
        return addresses;
    }

    private static int Align(int length) => (length + Alignment - 1) & ~(Alignment - 1);
}
