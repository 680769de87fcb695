namespace SctpConnections.Linux.Interop;

/// <summary>Sends that mean something to the association instead of carrying data (RFC 6458 section 5.3.4). One-to-one sockets refuse them.</summary>
internal static unsafe class CommandMessage
{
    private const int Flags = LibCConstants.MSG_DONTWAIT | LibCConstants.MSG_NOSIGNAL;

    /// <summary>Ends an association by an ABORT that gives the reason. Returns 0 or the errno.</summary>
    internal static int Abort(int descriptor, int associationId, ReadOnlySpan<byte> reason) => Send(descriptor, associationId, SctpConstants.SCTP_ABORT, reason);

    /// <summary>Begins the graceful shutdown of an association. Returns 0 or the errno.</summary>
    internal static int Shutdown(int descriptor, int associationId) => Send(descriptor, associationId, SctpConstants.SCTP_EOF, default);

    private static int Send(int descriptor, int associationId, int flag, ReadOnlySpan<byte> data)
    {
        var space = CMsg.SendInfoSpace;
        var control = stackalloc byte[space];
        CMsg.WriteSendInfo(new Span<byte>(control, space), new sctp_sndinfo { snd_flags = (ushort)flag, snd_assoc_id = associationId });
        fixed (byte* pointer = data)
        {
            var buffer = new iovec { iov_base = pointer, iov_len = (nuint)data.Length };
            var header = new msghdr { msg_iov = &buffer, msg_iovlen = 1, msg_control = control, msg_controllen = (nuint)space };
            int error;
            do
            {
                error = LibC.sendmsg(descriptor, &header, Flags) < 0 ? Errno.Last : 0;
            }
            while (error == Errno.EINTR);
            return error;
        }
    }
}
