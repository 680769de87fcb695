using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using SctpConnections.Linux.Interop;

namespace SctpConnections.Linux.Internal;

/// <summary>Makes and prepares one-to-many sockets, which associations are peeled off from: options, addresses, errors with a remedy.</summary>
internal static class KernelSocket
{
    public const string NoSctp =
        "The kernel has no SCTP. Load it (modprobe sctp; Debian and Ubuntu: linux-modules-extra), allow it in the container's seccomp profile, or register another provider.";

    private const int Sctp = LibCConstants.IPPROTO_SCTP;

    /// <summary>Why the kernel cannot be used, or null when it can.</summary>
    public static string? Probe()
    {
        if (!OperatingSystem.IsLinux())
        {
            return "The kernel provider needs Linux; register another provider on this system.";
        }
        var descriptor = LibC.socket(LibCConstants.AF_INET, LibCConstants.SOCK_SEQPACKET | LibCConstants.SOCK_CLOEXEC, Sctp);
        if (descriptor < 0)
        {
            return Describe(Errno.Last);
        }
        LibC.close(descriptor);
        return null;
    }

    /// <summary>A non-blocking one-to-many socket with every option set. Sockets that are peeled off inherit them.</summary>
    public static SafeSctpHandle Create(IReadOnlyList<IPAddress> addresses, SctpAssociationOptions options, int type = LibCConstants.SOCK_SEQPACKET)
    {
        var family = addresses.Any(a => a.AddressFamily == AddressFamily.InterNetworkV6) ? LibCConstants.AF_INET6 : LibCConstants.AF_INET;
        var descriptor = LibC.socket(family, type | LibCConstants.SOCK_NONBLOCK | LibCConstants.SOCK_CLOEXEC, Sctp);
        if (descriptor < 0)
        {
            var error = Errno.Last;
            if (error == Errno.EAFNOSUPPORT && family == LibCConstants.AF_INET6 && Probe() is null)
            {
                throw new SctpException("IPv6 is switched off on this machine; name IPv4 addresses only.");
            }
            throw error is Errno.EMFILE or Errno.ENFILE or Errno.ENOBUFS or Errno.ENOMEM
                ? new SctpException($"No socket could be made: {Errno.Describe(error)}; raise the limit (ulimit -n), or close associations.")
                : new PlatformNotSupportedException(Describe(error));
        }
        var handle = new SafeSctpHandle(descriptor);
        try
        {
            // The buffers first: the window is made of them when the socket listens or connects, and never again.
            SetBuffer(descriptor, LibCConstants.SO_RCVBUFFORCE, LibCConstants.SO_RCVBUF, options.ReceiveBufferSize);
            SetBuffer(descriptor, LibCConstants.SO_SNDBUFFORCE, LibCConstants.SO_SNDBUF, options.SendBufferSize);
            SocketSettings.Apply(handle, options);
            return handle;
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>Binds all addresses to one port and returns the endpoint with the port that was chosen.</summary>
    public static SctpEndPoint Bind(SafeSctpHandle handle, SctpEndPoint endPoint, SctpAssociationOptions options)
    {
        Span<byte> buffer = stackalloc byte[SockAddr.MaxLength];
        var first = endPoint.Addresses[0];
        Bind(handle.Descriptor, buffer[..SockAddr.Write(buffer, first, endPoint.Port)], first, endPoint);
        var bound = endPoint.Port == 0 ? endPoint.WithPort(GetPort(handle.Descriptor)) : endPoint;
        foreach (var address in endPoint.Addresses.AsSpan()[1..])
        {
            var length = SockAddr.Write(buffer, address, bound.Port);
            var error = SockOpt.SetBytes(handle.Descriptor, Sctp, SctpConstants.SCTP_SOCKOPT_BINDX_ADD, buffer[..length], out _);
            if (error != 0)
            {
                throw BindError(error, address, endPoint);
            }
        }
        SocketSettings.ApplyBound(handle, options);
        return bound;
    }

    public static int GetBuffer(int descriptor, int option)
    {
        var value = 0;
        return SockOpt.Get(descriptor, LibCConstants.SOL_SOCKET, option, ref value) == 0 ? value : 0;
    }

    /// <summary>All addresses of one end of an association, or null when it is gone.</summary>
    public static SctpEndPoint? GetAddresses(int descriptor, int option, int associationId = 0)
    {
        const int Header = 8;
        // The kernel allows what fits an INIT: a few hundred IPv6 addresses at the very most.
        Span<byte> buffer = new byte[Header + (512 * SockAddr.IPv6Length)];
        BitConverter.TryWriteBytes(buffer, associationId);
        if (SockOpt.GetBytes(descriptor, Sctp, option, buffer, out _) != 0)
        {
            return null;
        }
        // The count alone tells how many: for local addresses the kernel leaves the header out of the length.
        var count = BitConverter.ToInt32(buffer[4..]);
        return count > 0 && SockAddr.TryReadList(buffer[Header..], count, out var list)
            ? new SctpEndPoint(list.Select(e => e.Address).Distinct(), list[0].Port)
            : null;
    }

    private static void SetBuffer(int descriptor, int forced, int plain, int size)
    {
        // Forced goes beyond the system's limit, for those who may.
        if (SockOpt.Set(descriptor, LibCConstants.SOL_SOCKET, forced, size) != 0)
        {
            _ = SockOpt.Set(descriptor, LibCConstants.SOL_SOCKET, plain, size);
        }
    }

    private static unsafe void Bind(int descriptor, ReadOnlySpan<byte> address, IPAddress text, SctpEndPoint endPoint)
    {
        fixed (byte* pointer = address)
        {
            if (LibC.bind(descriptor, pointer, (uint)address.Length) < 0)
            {
                throw BindError(Errno.Last, text, endPoint);
            }
        }
    }

    private static unsafe int GetPort(int descriptor)
    {
        var buffer = stackalloc byte[SockAddr.MaxLength];
        uint length = SockAddr.MaxLength;
        return LibC.getsockname(descriptor, buffer, &length) == 0
            && SockAddr.TryRead(new ReadOnlySpan<byte>(buffer, (int)length), out _, out var port, out _)
            ? port
            : throw new SctpException($"The bound port could not be read: {Errno.Describe(Errno.Last)}.");
    }

    private static Exception BindError(int error, IPAddress address, SctpEndPoint endPoint) => error switch
    {
        Errno.EADDRINUSE => new AddressInUseException($"{endPoint} is in use: another socket is bound to port {endPoint.Port}.", Cause(error)),
        Errno.EADDRNOTAVAIL => new SctpException($"{address} of {endPoint} is no address of this machine.", Cause(error)),
        Errno.EINVAL => new SctpException(
            $"{address} of {endPoint} could not be bound: {Errno.Describe(error)}; multicast addresses, a wildcard beside other addresses and a link-local one without scope cannot be.", Cause(error)),
        Errno.EACCES => new SctpException($"{endPoint} may not be bound: ports below 1024 need the capability CAP_NET_BIND_SERVICE.", Cause(error)),
        _ => new SctpException($"{address} of {endPoint} could not be bound: {Errno.Describe(error)}.", Cause(error)),
    };

    private static SocketException Cause(int error) => new((int)Errno.ToSocketError(error), Errno.Describe(error));

    private static string Describe(int error)
        => error is Errno.EPROTONOSUPPORT or Errno.ESOCKTNOSUPPORT or Errno.EAFNOSUPPORT ? NoSctp : $"socket() failed: {Errno.Describe(error)}. {NoSctp}";
}
