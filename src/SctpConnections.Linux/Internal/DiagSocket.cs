using SctpConnections.Linux.Interop;

namespace SctpConnections.Linux.Internal;

/// <summary>Asks sctp_diag for everything. The kernel answers within the calls, so that nothing waits here.</summary>
internal static unsafe class DiagSocket
{
    private const int BufferSize = 1 << 16;
    private const int MaxDatagrams = 1 << 20;

    /// <summary>Fills the list; false, with the errno, when the kernel does not answer such questions.</summary>
    public static bool TryDump(List<DiagEntry> entries, out int error)
    {
        using var socket = new SafeSctpHandle(LibC.socket(
            DiagConstants.AF_NETLINK, PacketConstants.SOCK_RAW | LibCConstants.SOCK_CLOEXEC, DiagConstants.NETLINK_SOCK_DIAG));
        if (socket.IsInvalid)
        {
            error = Errno.Last;
            return false;
        }
        error = Dump(socket.Descriptor, LibCConstants.AF_INET, entries);
        if (error == 0)
        {
            // A kernel without IPv6 has no answer to the second question, and needs none.
            var before = entries.Count;
            if (Dump(socket.Descriptor, LibCConstants.AF_INET6, entries) is not (0 or Errno.ENOENT))
            {
                entries.RemoveRange(before, entries.Count - before);
            }
        }
        return error == 0;
    }

    private static int Dump(int descriptor, int family, List<DiagEntry> entries)
    {
        var error = Ask(descriptor, family);
        if (error != 0)
        {
            return error;
        }
        var buffer = new byte[BufferSize];
        fixed (byte* pointer = buffer)
        {
            var vector = new iovec { iov_base = pointer, iov_len = BufferSize };
            for (var i = 0; i < MaxDatagrams; i++)
            {
                var message = new msghdr { msg_iov = &vector, msg_iovlen = 1 };
                var length = (int)LibC.recvmsg(descriptor, &message, LibCConstants.MSG_DONTWAIT);
                if (length < 0)
                {
                    if (Errno.Last == Errno.EINTR)
                    {
                        continue;
                    }
                    return Errno.Last;
                }
                if (length == 0 || DiagParser.Read(buffer.AsSpan(0, length), entries, out error))
                {
                    return error;
                }
            }
        }
        return Errno.EPROTO;
    }

    private static int Ask(int descriptor, int family)
    {
        const int Size = 16 + 56;
        var request = stackalloc byte[Size];
        *(nlmsghdr*)request = new nlmsghdr
        {
            nlmsg_len = Size,
            nlmsg_type = DiagConstants.SOCK_DIAG_BY_FAMILY,
            nlmsg_flags = DiagConstants.NLM_F_REQUEST | DiagConstants.NLM_F_DUMP,
            nlmsg_seq = 1,
        };
        *(inet_diag_req_v2*)(request + sizeof(nlmsghdr)) = new inet_diag_req_v2
        {
            sdiag_family = (byte)family,
            sdiag_protocol = LibCConstants.IPPROTO_SCTP,
            idiag_ext = 1 << (DiagConstants.INET_DIAG_INFO - 1),
            idiag_states = uint.MaxValue,
        };
        nint written;
        do
        {
            written = LibC.write(descriptor, request, Size);
        }
        while (written < 0 && Errno.Last == Errno.EINTR);
        return written < 0 ? Errno.Last : 0;
    }
}
