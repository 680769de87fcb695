using System.Buffers.Binary;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using SctpConnections.Linux.Interop;

namespace SctpConnections.Linux.Internal;

/// <summary>Sees the packets of one interface or of all, both directions (AF_PACKET). For one thread at a time.</summary>
internal sealed unsafe class PacketSocket : IDisposable
{
    /// <summary>The largest packet, that of a loopback or of segmentation offload.</summary>
    public const int MaxPacket = 1 << 18;

    private const int KernelBuffer = 16 << 20;
    private readonly SafeSctpHandle _handle;

    private PacketSocket(SafeSctpHandle handle, bool hasLinkHeader, int hardwareType)
    {
        _handle = handle;
        HasLinkHeader = hasLinkHeader;
        HardwareType = hardwareType;
    }

    /// <summary>Whether packets start with the header of their link, else with IP.</summary>
    public bool HasLinkHeader { get; }

    /// <summary>The ARPHRD number of the interface; 0 for all interfaces.</summary>
    public int HardwareType { get; }

    /// <summary>Opens it.</summary>
    /// <param name="interfaceName">An interface, or null for all of them.</param>
    /// <param name="withUdp">Whether UDP packets are wanted too.</param>
    /// <exception cref="UnauthorizedAccessException">The capability CAP_NET_RAW is missing.</exception>
    /// <exception cref="SctpException">There is no such interface, or the kernel refused otherwise.</exception>
    public static PacketSocket Open(string? interfaceName, bool withUdp)
    {
        if (interfaceName is null)
        {
            return Open(0, "all interfaces", PacketConstants.SOCK_DGRAM, withUdp);
        }
        var index = IndexOf(interfaceName);
        var socket = Open(index, interfaceName, PacketConstants.SOCK_RAW, withUdp);
        if (socket.HardwareType is PacketConstants.ARPHRD_ETHER or PacketConstants.ARPHRD_LOOPBACK or PacketConstants.ARPHRD_NONE)
        {
            return socket;
        }
        // A link whose header nobody here reads: the kernel takes it off.
        socket.Dispose();
        return Open(index, interfaceName, PacketConstants.SOCK_DGRAM, withUdp);
    }

    /// <summary>The interface's name, or its number when it is gone.</summary>
    public static string NameOf(int index)
    {
        var name = stackalloc byte[PacketConstants.IF_NAMESIZE];
        return index > 0 && LibC.if_indextoname((uint)index, name) != null
            ? Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(name))
            : $"if{index}";
    }

    /// <summary>Waits until there is a packet; false when the time is over.</summary>
    public bool Wait(TimeSpan limit)
    {
        var descriptor = new pollfd { fd = _handle.Descriptor, events = PacketConstants.POLLIN };
        return LibC.poll(&descriptor, 1, (int)limit.TotalMilliseconds) > 0;
    }

    /// <summary>Takes the next packet, if there is one.</summary>
    /// <exception cref="SctpException">The interface went down or away.</exception>
    public bool TryReceive(Span<byte> buffer, out PacketRecord record)
    {
        const int ControlSize = 128;
        var control = stackalloc byte[ControlSize];
        var address = default(sockaddr_ll);
        fixed (byte* pointer = buffer)
        {
            var vector = new iovec { iov_base = pointer, iov_len = (nuint)buffer.Length };
            var message = new msghdr
            {
                msg_name = &address,
                msg_namelen = (uint)sizeof(sockaddr_ll),
                msg_iov = &vector,
                msg_iovlen = 1,
                msg_control = control,
                msg_controllen = ControlSize,
            };
            nint length;
            do
            {
                length = LibC.recvmsg(_handle.Descriptor, &message, LibCConstants.MSG_DONTWAIT | LibCConstants.MSG_TRUNC);
            }
            while (length < 0 && Errno.Last == Errno.EINTR);
            if (length < 0)
            {
                record = default;
                return Errno.Last == Errno.EAGAIN ? false : throw new SctpException($"The capture ended: {Errno.Describe(Errno.Last)}.");
            }
            record = new PacketRecord(
                (int)Math.Min(length, buffer.Length), (int)length, ReadTime(new ReadOnlySpan<byte>(control, (int)message.msg_controllen)),
                address.sll_ifindex, address.sll_hatype, address.sll_pkttype, BinaryPrimitives.ReverseEndianness(address.sll_protocol),
                BinaryPrimitives.ReadUInt64BigEndian(new ReadOnlySpan<byte>(address.sll_addr, sizeof(ulong))), address.sll_halen);
            return true;
        }
    }

    /// <summary>How many packets came, and how many of them had no place in the kernel's buffer, since the last call.</summary>
    public (long Packets, long Dropped) ReadStatistics()
    {
        var statistics = default(tpacket_stats);
        return SockOpt.Get(_handle.Descriptor, PacketConstants.SOL_PACKET, PacketConstants.PACKET_STATISTICS, ref statistics) == 0
            ? (statistics.tp_packets, statistics.tp_drops)
            : (0, 0);
    }

    public void Dispose() => _handle.Dispose();

    private static PacketSocket Open(int index, string name, int type, bool withUdp)
    {
        // Protocol 0: nothing comes before it is bound, when the filter is in place.
        var handle = new SafeSctpHandle(LibC.socket(PacketConstants.AF_PACKET, type | LibCConstants.SOCK_NONBLOCK | LibCConstants.SOCK_CLOEXEC, 0));
        try
        {
            if (handle.IsInvalid)
            {
                throw Error(Errno.Last, name);
            }
            if (SockOpt.Set(handle.Descriptor, LibCConstants.SOL_SOCKET, LibCConstants.SO_RCVBUFFORCE, KernelBuffer) != 0)
            {
                _ = SockOpt.Set(handle.Descriptor, LibCConstants.SOL_SOCKET, LibCConstants.SO_RCVBUF, KernelBuffer);
            }
            Check(SockOpt.Set(handle.Descriptor, LibCConstants.SOL_SOCKET, PacketConstants.SO_TIMESTAMPNS, 1), name);
            Check(PacketFilter.Attach(handle.Descriptor, withUdp), name);
            var address = new sockaddr_ll
            {
                sll_family = PacketConstants.AF_PACKET,
                sll_protocol = BinaryPrimitives.ReverseEndianness((ushort)PacketConstants.ETH_P_ALL),
                sll_ifindex = index,
            };
            Check(LibC.bind(handle.Descriptor, &address, (uint)sizeof(sockaddr_ll)) < 0 ? Errno.Last : 0, name);
            var length = (uint)sizeof(sockaddr_ll);
            Check(LibC.getsockname(handle.Descriptor, &address, &length) < 0 ? Errno.Last : 0, name);
            return new PacketSocket(handle, type == PacketConstants.SOCK_RAW, index == 0 ? 0 : address.sll_hatype);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    private static int IndexOf(string name)
    {
        var bytes = Encoding.UTF8.GetBytes(name + '\0');
        fixed (byte* pointer = bytes)
        {
            return (int)LibC.if_nametoindex(pointer) is > 0 and var index
                ? index
                : throw new SctpException($"There is no interface '{name}': ip link shows them.");
        }
    }

    private static void Check(int error, string name)
    {
        if (error != 0)
        {
            throw Error(error, name);
        }
    }

    private static Exception Error(int error, string name) => error is Errno.EPERM or Errno.EACCES
        ? new UnauthorizedAccessException("Capturing packets needs the capability CAP_NET_RAW: run it as root (sudo), or give a container --cap-add NET_RAW.")
        : new SctpException($"No capture on {name}: {Errno.Describe(error)}.", new SocketException((int)Errno.ToSocketError(error)));

    private static long ReadTime(ReadOnlySpan<byte> control)
    {
        var header = CMsg.CMSG_LEN(0);
        if (control.Length >= header + sizeof(timespec))
        {
            var item = MemoryMarshal.Read<cmsghdr>(control);
            if (item.cmsg_level == LibCConstants.SOL_SOCKET && item.cmsg_type == PacketConstants.SO_TIMESTAMPNS)
            {
                var time = MemoryMarshal.Read<timespec>(control[header..]);
                return (time.tv_sec * 1_000_000_000L) + time.tv_nsec;
            }
        }
        return 0;
    }
}
