using System.Net.Sockets;
using SctpConnections.Linux.Interop;

namespace SctpConnections.Linux.Internal;

/// <summary>Turns a refusal of the kernel into an exception that says what was refused, why, and what to do.</summary>
internal static class KernelRefusal
{
    public static SctpException Ended(string name) => new($"{name} cannot be used: the association has ended, or its socket is closed.");

    public static SctpException NoAssociation(string name, Exception? cause = null) => new($"{name} cannot be used: the socket has no association.", cause);

    public static string RawName(int level, int option) => $"option {option} of level {level}";

    public static Exception CreateRaw(int error, string name)
    {
        var cause = new SocketException((int)Errno.ToSocketError(error), Errno.Describe(error));
        return error switch
        {
            Errno.ENOPROTOOPT or Errno.EOPNOTSUPP =>
                new NotSupportedException($"This kernel ({Environment.OSVersion.Version}) has no {name} on such a socket: {Errno.Describe(error)}.", cause),
            Errno.EINVAL or Errno.EFAULT => new SctpException($"The kernel refused {name}: {Errno.Describe(error)}; its size or its value is not what the kernel takes.", cause),
            _ => new SctpException($"The kernel refused {name}: {Errno.Describe(error)}.", cause),
        };
    }

    /// <summary>As <see cref="Create"/>, for a socket without an association.</summary>
    public static Exception CreateForFuture(int error, int option, string name)
    {
        var refusal = Create(error, option, name);
        return NeedsAssociation(option) && error is Errno.EINVAL or Errno.ENOTCONN ? NoAssociation(name, refusal.InnerException) : refusal;
    }

    public static Exception Create(int error, int option, string name)
    {
        var cause = new SocketException((int)Errno.ToSocketError(error), Errno.Describe(error));
        if (Remedy(error, option) is { } remedy)
        {
            return new SctpException($"The kernel refused {name} (SCTP option {option}): {Errno.Describe(error)}; {remedy}.", cause);
        }
        return error is Errno.ENOPROTOOPT or Errno.EOPNOTSUPP
            ? new NotSupportedException($"This kernel ({Environment.OSVersion.Version}) has no {name} (SCTP option {option}) on such a socket: {Errno.Describe(error)}.", cause)
            : new SctpException($"The kernel refused {name} (SCTP option {option}): {Errno.Describe(error)}; check it beside the system's own values (sysctl net.sctp).", cause);
    }

    private static bool NeedsAssociation(int option) => option is SctpConstants.SCTP_STATUS or SctpConstants.SCTP_GET_ASSOC_STATS or SctpConstants.SCTP_PR_ASSOC_STATUS
        or SctpConstants.SCTP_PR_STREAM_STATUS or SctpConstants.SCTP_GET_PEER_ADDR_INFO or SctpConstants.SCTP_PRIMARY_ADDR or SctpConstants.SCTP_SET_PEER_PRIMARY_ADDR
        or SctpConstants.SCTP_PEER_AUTH_CHUNKS or SctpConstants.SCTP_RESET_STREAMS or SctpConstants.SCTP_RESET_ASSOC or SctpConstants.SCTP_ADD_STREAMS;

    private static string? Remedy(int error, int option) => (option, error) switch
    {
        (SctpConstants.SCTP_AUTH_CHUNK or SctpConstants.SCTP_AUTH_KEY or SctpConstants.SCTP_AUTH_ACTIVE_KEY or SctpConstants.SCTP_AUTH_DELETE_KEY
            or SctpConstants.SCTP_AUTH_DEACTIVATE_KEY or SctpConstants.SCTP_HMAC_IDENT or SctpConstants.SCTP_PEER_AUTH_CHUNKS or SctpConstants.SCTP_LOCAL_AUTH_CHUNKS, Errno.EACCES)
            => "authentication is off here or at the peer: switch it on before the association is set up (Authentication in the options, or net.sctp.auth_enable=1)",
        (SctpConstants.SCTP_AUTH_ACTIVE_KEY or SctpConstants.SCTP_AUTH_DELETE_KEY or SctpConstants.SCTP_AUTH_DEACTIVATE_KEY, Errno.EINVAL)
            => "there is no such key, it was deactivated, or it is the active one, which can be neither deleted nor deactivated",
        (SctpConstants.SCTP_AUTH_KEY, Errno.EINVAL) => "a key has at least one byte; the empty key is number 0, and always there",
        (SctpConstants.SCTP_AUTH_CHUNK, Errno.EINVAL) => "INIT, INIT ACK, SHUTDOWN COMPLETE and AUTH cannot be authenticated",
        (SctpConstants.SCTP_HMAC_IDENT, Errno.EINVAL or Errno.EOPNOTSUPP) => "the list must hold SHA-1 and only algorithms that the kernel has",
        (SctpConstants.SCTP_SET_PEER_PRIMARY_ADDR, Errno.EPERM)
            => "the peer did not agree on address reconfiguration: both sides need AddressReconfiguration and Authentication",
        (SctpConstants.SCTP_SET_PEER_PRIMARY_ADDR or SctpConstants.SCTP_SOCKOPT_BINDX_ADD, Errno.EADDRNOTAVAIL) => "it is no address of this machine and socket",
        (SctpConstants.SCTP_SOCKOPT_BINDX_REM, Errno.EBUSY) => "only the last address is left, which has to stay",
        (SctpConstants.SCTP_SOCKOPT_BINDX_REM, Errno.EINVAL) => "the socket is not bound to it",
        (SctpConstants.SCTP_SOCKOPT_BINDX_ADD or SctpConstants.SCTP_SOCKOPT_BINDX_REM, Errno.EINVAL) => "the address has the wrong family or is bound already, or the socket is bound to the wildcard, which is all of them",
        (SctpConstants.SCTP_PEER_ADDR_THLDS_V2, Errno.EINVAL)
            => "the address belongs to no path of the association, or PotentiallyFailedThreshold is over PrimarySwitchoverThreshold",
        (SctpConstants.SCTP_PLPMTUD_PROBE_INTERVAL, Errno.EINVAL) => "the address belongs to no path of the association, or the interval is neither zero nor at least 5 seconds",
        (SctpConstants.SCTP_PRIMARY_ADDR or SctpConstants.SCTP_GET_PEER_ADDR_INFO or SctpConstants.SCTP_PEER_ADDR_PARAMS
            or SctpConstants.SCTP_PEER_ADDR_THLDS or SctpConstants.SCTP_PEER_ADDR_THLDS_V2 or SctpConstants.SCTP_REMOTE_UDP_ENCAPS_PORT
            or SctpConstants.SCTP_PLPMTUD_PROBE_INTERVAL, Errno.EINVAL or Errno.ENOENT)
            => "the address belongs to no path of the association, or a value is out of its range",
        (SctpConstants.SCTP_RESET_STREAMS or SctpConstants.SCTP_RESET_ASSOC or SctpConstants.SCTP_ADD_STREAMS, Errno.ENOPROTOOPT)
            => "both sides have to offer StreamReconfiguration, and this one to have it in AllowedReconfigurations",
        (SctpConstants.SCTP_RESET_STREAMS or SctpConstants.SCTP_RESET_ASSOC or SctpConstants.SCTP_ADD_STREAMS, Errno.EINPROGRESS)
            => "another reconfiguration is under way; wait for its notification",
        (SctpConstants.SCTP_RESET_STREAMS or SctpConstants.SCTP_RESET_ASSOC, Errno.EAGAIN) => "data is still queued; try again when it was acknowledged",
        (SctpConstants.SCTP_ADD_STREAMS, Errno.EINVAL) => "there can be no more than 65,535 streams each way",
        (SctpConstants.SCTP_PR_STREAM_STATUS, Errno.EINVAL) => "the stream does not exist",
        (SctpConstants.SCTP_RESET_STREAMS, Errno.EINVAL) => "a stream does not exist",
        (SctpConstants.SCTP_STREAM_SCHEDULER, Errno.EINVAL) => "it does not have this scheduler; FairCapacity and WeightedFairQueueing need Linux 6.4",
        (SctpConstants.SCTP_STREAM_SCHEDULER_VALUE, Errno.EINVAL) => "the stream does not exist, or the value does not suit the scheduler",
        (SctpConstants.SCTP_INTERLEAVING_SUPPORTED, Errno.EPERM) => "it needs FragmentInterleave, and net.sctp.intl_enable=1",
        (SctpConstants.SCTP_AUTOCLOSE, Errno.EOPNOTSUPP) => "only one-to-many sockets close by themselves",
        (SctpConstants.SCTP_REUSE_PORT, Errno.EFAULT) => "it has to be set before the socket is bound",
        (SctpConstants.SCTP_ASSOCINFO, Errno.EINVAL) => "the limit of the association must not be over the sum of those of its paths",
        (SctpConstants.SCTP_RTOINFO, Errno.EINVAL) => "they have to stand in order, Min, Initial, Max, those left unset as in the system (sysctl net.sctp.rto_min, rto_initial, rto_max)",
        (SctpConstants.SCTP_PARTIAL_DELIVERY_POINT, Errno.EINVAL) => "it must not be over half the receive buffer",
        (SctpConstants.SCTP_AUTO_ASCONF, Errno.EINVAL) => "only sockets bound to the wildcard address have it",
        (SctpConstants.SCTP_MAXSEG, Errno.EINVAL) => "a fragment has to fit the path MTU and be at least 1 byte of data",
        _ => null,
    };
}
