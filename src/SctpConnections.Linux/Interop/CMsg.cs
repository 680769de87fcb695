using System.Runtime.InteropServices;

namespace SctpConnections.Linux.Interop;

/// <summary>Reads and writes the control data of a message (RFC 6458, section 5.3).</summary>
internal static unsafe class CMsg
{
    /// <summary>Bytes that <see cref="WriteSendInfo(Span{byte}, in sctp_sndinfo)"/> needs.</summary>
    internal static int SendInfoSpace => CMSG_SPACE(sizeof(sctp_sndinfo));

    /// <summary>Bytes that SNDINFO and PRINFO need together.</summary>
    internal static int SendInfoWithPrInfoSpace => SendInfoSpace + CMSG_SPACE(sizeof(sctp_prinfo));

    /// <summary>Bytes that all items of a message to be sent need together.</summary>
    internal static int SendSpace => SendInfoWithPrInfoSpace + CMSG_SPACE(sizeof(sctp_authinfo));

    /// <summary>Bytes to offer for one RCVINFO.</summary>
    internal static int ReceiveInfoSpace => CMSG_SPACE(sizeof(sctp_rcvinfo));

    internal static int CMSG_ALIGN(int length) => (length + sizeof(nuint) - 1) & ~(sizeof(nuint) - 1);

    internal static int CMSG_LEN(int length) => CMSG_ALIGN(sizeof(cmsghdr)) + length;

    internal static int CMSG_SPACE(int length) => CMSG_ALIGN(sizeof(cmsghdr)) + CMSG_ALIGN(length);

    /// <summary>Writes one item of level SCTP and returns the bytes it takes, padding included.</summary>
    internal static int Write<T>(Span<byte> control, int type, in T data)
        where T : unmanaged
    {
        var space = CMSG_SPACE(sizeof(T));
        ArgumentOutOfRangeException.ThrowIfLessThan(control.Length, space, nameof(control));

        // The padding goes to the kernel too.
        control[..space].Clear();
        var header = new cmsghdr
        {
            cmsg_len = (nuint)CMSG_LEN(sizeof(T)),
            cmsg_level = LibCConstants.IPPROTO_SCTP,
            cmsg_type = type,
        };
        MemoryMarshal.Write(control, in header);
        MemoryMarshal.Write(control[CMSG_LEN(0)..], in data);
        return space;
    }

    internal static int WriteSendInfo(Span<byte> control, in sctp_sndinfo info) =>
        Write(control, SctpConstants.SCTP_SNDINFO, in info);

    /// <summary>As the other overload, and a partial reliability policy: SNDINFO holds no lifetime.</summary>
    internal static int WriteSendInfo(Span<byte> control, in sctp_sndinfo info, in sctp_prinfo policy)
    {
        var length = WriteSendInfo(control, in info);
        return length + Write(control[length..], SctpConstants.SCTP_PRINFO, in policy);
    }

    /// <summary>Finds RCVINFO in a message that <c>recvmsg</c> has filled in.</summary>
    internal static bool TryReadReceiveInfo(in msghdr message, out sctp_rcvinfo info)
    {
        if (message.msg_control == null || message.msg_controllen > int.MaxValue)
        {
            info = default;
            return false;
        }

        var control = new ReadOnlySpan<byte>(message.msg_control, (int)message.msg_controllen);
        return TryRead(control, SctpConstants.SCTP_RCVINFO, out info);
    }

    /// <summary>Finds the first whole item of level SCTP and this type; cut off or senseless data is no item.</summary>
    internal static bool TryRead<T>(ReadOnlySpan<byte> control, int type, out T data)
        where T : unmanaged
    {
        while (control.Length >= CMSG_LEN(0))
        {
            var header = MemoryMarshal.Read<cmsghdr>(control);
            if (header.cmsg_len < (nuint)CMSG_LEN(0) || header.cmsg_len > (nuint)control.Length)
            {
                break;
            }

            // At MSG_CTRUNC the kernel shortens cmsg_len to what it could write, so the size has to be looked at.
            var length = (int)header.cmsg_len;
            if (header.cmsg_level == LibCConstants.IPPROTO_SCTP
                && header.cmsg_type == type
                && length >= CMSG_LEN(sizeof(T)))
            {
                data = MemoryMarshal.Read<T>(control[CMSG_LEN(0)..]);
                return true;
            }

            // Aligned without CMSG_ALIGN on the untrusted length: it may be close to int.MaxValue.
            var next = Math.Min((long)control.Length, ((long)length + sizeof(nuint) - 1) & ~((long)sizeof(nuint) - 1));
            control = control[(int)next..];
        }

        data = default;
        return false;
    }
}
