using System.Globalization;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace SctpConnections.Linux.Interop;

/// <summary>The error numbers that sockets answer with: names, texts and what .NET calls them.</summary>
internal static class Errno
{
    internal const int EPERM = 1;
    internal const int ENOENT = 2;
    internal const int EINTR = 4;
    internal const int EIO = 5;
    internal const int EBADF = 9;
    internal const int EAGAIN = 11;
    internal const int ENOMEM = 12;
    internal const int EACCES = 13;
    internal const int EFAULT = 14;
    internal const int EBUSY = 16;
    internal const int EEXIST = 17;
    internal const int ENODEV = 19;
    internal const int EINVAL = 22;
    internal const int ENFILE = 23;
    internal const int EMFILE = 24;
    internal const int EPIPE = 32;
    internal const int ENOSYS = 38;
    internal const int EPROTO = 71;
    internal const int ENOTSOCK = 88;
    internal const int EDESTADDRREQ = 89;
    internal const int EMSGSIZE = 90;
    internal const int EPROTOTYPE = 91;
    internal const int ENOPROTOOPT = 92;
    internal const int EPROTONOSUPPORT = 93;
    internal const int ESOCKTNOSUPPORT = 94;
    internal const int EOPNOTSUPP = 95;
    internal const int EPFNOSUPPORT = 96;
    internal const int EAFNOSUPPORT = 97;
    internal const int EADDRINUSE = 98;
    internal const int EADDRNOTAVAIL = 99;
    internal const int ENETDOWN = 100;
    internal const int ENETUNREACH = 101;
    internal const int ENETRESET = 102;
    internal const int ECONNABORTED = 103;
    internal const int ECONNRESET = 104;
    internal const int ENOBUFS = 105;
    internal const int EISCONN = 106;
    internal const int ENOTCONN = 107;
    internal const int ESHUTDOWN = 108;
    internal const int ETIMEDOUT = 110;
    internal const int ECONNREFUSED = 111;
    internal const int EHOSTDOWN = 112;
    internal const int EHOSTUNREACH = 113;
    internal const int EALREADY = 114;
    internal const int EINPROGRESS = 115;
    internal const int ECANCELED = 125;

    /// <summary>The reason of this thread's last call into <see cref="LibC"/>, if that failed.</summary>
    internal static int Last => Marshal.GetLastPInvokeError();

    /// <summary>Name and the C library's text, as in "EADDRINUSE (Address already in use)".</summary>
    internal static string Describe(int errno) =>
        $"{NameOf(errno)} ({Marshal.GetPInvokeErrorMessage(errno)})";

    internal static SocketError ToSocketError(int errno) => errno switch
    {
        0 => SocketError.Success,
        EPERM or EACCES => SocketError.AccessDenied,
        ENOENT or ENODEV or EADDRNOTAVAIL => SocketError.AddressNotAvailable,
        EINTR => SocketError.Interrupted,
        ENOTSOCK => SocketError.NotSocket,
        EAGAIN => SocketError.WouldBlock,
        ENOMEM or ENOBUFS => SocketError.NoBufferSpaceAvailable,
        EFAULT => SocketError.Fault,
        EINVAL => SocketError.InvalidArgument,
        ENFILE or EMFILE => SocketError.TooManyOpenSockets,
        EPIPE or ESHUTDOWN => SocketError.Shutdown,
        ENOSYS or EOPNOTSUPP => SocketError.OperationNotSupported,
        EDESTADDRREQ => SocketError.DestinationAddressRequired,
        EMSGSIZE => SocketError.MessageSize,
        EPROTOTYPE => SocketError.ProtocolType,
        ENOPROTOOPT => SocketError.ProtocolOption,
        EPROTONOSUPPORT => SocketError.ProtocolNotSupported,
        ESOCKTNOSUPPORT => SocketError.SocketNotSupported,
        EPFNOSUPPORT => SocketError.ProtocolFamilyNotSupported,
        EAFNOSUPPORT => SocketError.AddressFamilyNotSupported,
        EADDRINUSE => SocketError.AddressAlreadyInUse,
        ENETDOWN => SocketError.NetworkDown,
        ENETUNREACH => SocketError.NetworkUnreachable,
        ENETRESET => SocketError.NetworkReset,
        ECONNABORTED => SocketError.ConnectionAborted,
        ECONNRESET => SocketError.ConnectionReset,
        EISCONN => SocketError.IsConnected,
        ENOTCONN => SocketError.NotConnected,
        ETIMEDOUT => SocketError.TimedOut,
        ECONNREFUSED => SocketError.ConnectionRefused,
        EHOSTDOWN => SocketError.HostDown,
        EHOSTUNREACH => SocketError.HostUnreachable,
        EALREADY => SocketError.AlreadyInProgress,
        EINPROGRESS => SocketError.InProgress,
        EBADF or ECANCELED => SocketError.OperationAborted,
        _ => SocketError.SocketError,
    };

    private static string NameOf(int errno) => errno switch
    {
        EPERM => nameof(EPERM),
        ENOENT => nameof(ENOENT),
        EINTR => nameof(EINTR),
        EIO => nameof(EIO),
        EBADF => nameof(EBADF),
        EAGAIN => nameof(EAGAIN),
        ENOMEM => nameof(ENOMEM),
        EACCES => nameof(EACCES),
        EFAULT => nameof(EFAULT),
        EBUSY => nameof(EBUSY),
        EEXIST => nameof(EEXIST),
        ENODEV => nameof(ENODEV),
        EINVAL => nameof(EINVAL),
        ENFILE => nameof(ENFILE),
        EMFILE => nameof(EMFILE),
        EPIPE => nameof(EPIPE),
        ENOSYS => nameof(ENOSYS),
        EPROTO => nameof(EPROTO),
        ENOTSOCK => nameof(ENOTSOCK),
        EDESTADDRREQ => nameof(EDESTADDRREQ),
        EMSGSIZE => nameof(EMSGSIZE),
        EPROTOTYPE => nameof(EPROTOTYPE),
        ENOPROTOOPT => nameof(ENOPROTOOPT),
        EPROTONOSUPPORT => nameof(EPROTONOSUPPORT),
        ESOCKTNOSUPPORT => nameof(ESOCKTNOSUPPORT),
        EOPNOTSUPP => nameof(EOPNOTSUPP),
        EPFNOSUPPORT => nameof(EPFNOSUPPORT),
        EAFNOSUPPORT => nameof(EAFNOSUPPORT),
        EADDRINUSE => nameof(EADDRINUSE),
        EADDRNOTAVAIL => nameof(EADDRNOTAVAIL),
        ENETDOWN => nameof(ENETDOWN),
        ENETUNREACH => nameof(ENETUNREACH),
        ENETRESET => nameof(ENETRESET),
        ECONNABORTED => nameof(ECONNABORTED),
        ECONNRESET => nameof(ECONNRESET),
        ENOBUFS => nameof(ENOBUFS),
        EISCONN => nameof(EISCONN),
        ENOTCONN => nameof(ENOTCONN),
        ESHUTDOWN => nameof(ESHUTDOWN),
        ETIMEDOUT => nameof(ETIMEDOUT),
        ECONNREFUSED => nameof(ECONNREFUSED),
        EHOSTDOWN => nameof(EHOSTDOWN),
        EHOSTUNREACH => nameof(EHOSTUNREACH),
        EALREADY => nameof(EALREADY),
        EINPROGRESS => nameof(EINPROGRESS),
        ECANCELED => nameof(ECANCELED),
        _ => string.Create(CultureInfo.InvariantCulture, $"errno {errno}"),
    };
}
