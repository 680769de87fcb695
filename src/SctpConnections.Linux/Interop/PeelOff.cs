namespace SctpConnections.Linux.Interop;

/// <summary>Branches an association off from a one-to-many socket (RFC 6458 section 9.2).</summary>
internal static class PeelOff
{
    /// <summary>
    /// Gives the association a socket of its own, with all that it has received. Also one that is still being set up: its socket is
    /// then told of failure by SO_ERROR, as a one-to-one socket is. Returns 0, or the errno: EINVAL when there is no such association.
    /// </summary>
    internal static int Take(int descriptor, int associationId, out SafeSctpHandle? handle)
    {
        handle = null;
        // Without a free descriptor the kernel peels off all the same and then ends the association, so that is found out before.
        var spare = LibC.eventfd(0, LibCConstants.EFD_CLOEXEC);
        if (spare < 0)
        {
            return Errno.Last;
        }
        _ = LibC.close(spare);
        var argument = new sctp_peeloff_flags_arg_t
        {
            p_arg = new sctp_peeloff_arg_t { associd = associationId },
            flags = LibCConstants.SOCK_NONBLOCK | LibCConstants.SOCK_CLOEXEC,
        };
        // Known since Linux 4.13, and .NET runs on none older.
        var error = SockOpt.Get(descriptor, LibCConstants.IPPROTO_SCTP, SctpConstants.SCTP_SOCKOPT_PEELOFF_FLAGS, ref argument);
        handle = error == 0 ? new SafeSctpHandle(argument.p_arg.sd) : null;
        return error;
    }
}
