using System.Net.Sockets;
using SctpConnections.Linux.Interop;

namespace SctpConnections.Linux.Internal;

/// <summary>Sets up associations without blocking: bind, connectx, wait.</summary>
internal static class KernelConnector
{
    public static async ValueTask<KernelAssociation> ConnectAsync(
        SctpEndPoint remote, SctpEndPoint? local, SctpAssociationOptions options, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        CheckFamilies(remote, local);
        var handle = KernelSocket.Create(local is null ? remote.Addresses : [.. remote.Addresses, .. local.Addresses], options);
        KernelAssociation? association = null;
        try
        {
            if (local is not null)
            {
                local = KernelSocket.Bind(handle, local);
            }
            var error = StartConnect(handle.Descriptor, remote);
            if (error is not (0 or Errno.EINPROGRESS))
            {
                throw ConnectError(error, remote);
            }
            association = new KernelAssociation(handle, local ?? remote, remote, options, KernelSocket.GetBuffer(handle.Descriptor, LibCConstants.SO_SNDBUF));
            while (!association.ReadStatus())
            {
                await association.WaitForEventAsync(cancellationToken);
                var isOver = association.IsOver();
                var failure = KernelSocket.GetBuffer(handle.Descriptor, LibCConstants.SO_ERROR);
                if (failure != 0)
                {
                    throw ConnectError(failure, remote);
                }
                if (isOver)
                {
                    // Set up, used and shut down by the peer in the meantime.
                    break;
                }
            }
            return association;
        }
        catch
        {
            association?.Close();
            handle.Dispose();
            throw;
        }
    }

    private static int StartConnect(int descriptor, SctpEndPoint remote)
    {
        Span<byte> list = new byte[SockAddr.LengthOf(remote.Addresses)];
        SockAddr.WriteList(list, remote.Addresses, remote.Port);
        return SockOpt.SetBytes(descriptor, LibCConstants.IPPROTO_SCTP, SctpConstants.SCTP_SOCKOPT_CONNECTX, list, out _);
    }

    private static void CheckFamilies(SctpEndPoint remote, SctpEndPoint? local)
    {
        if (local is not null
            && remote.Addresses.All(a => a.AddressFamily == AddressFamily.InterNetworkV6)
            && local.Addresses.All(a => a.AddressFamily == AddressFamily.InterNetwork))
        {
            throw new SctpException($"{local} cannot reach {remote}: the local addresses are IPv4, the peer's IPv6.");
        }
        if (local is not null
            && remote.Addresses.All(a => a.AddressFamily == AddressFamily.InterNetwork)
            && local.Addresses.All(a => a.AddressFamily == AddressFamily.InterNetworkV6 && !a.Equals(System.Net.IPAddress.IPv6Any)))
        {
            throw new SctpException($"{local} cannot reach {remote}: the local addresses are IPv6, the peer's IPv4.");
        }
    }

    private static SocketException ConnectError(int error, SctpEndPoint remote) => new((int)Errno.ToSocketError(error), error switch
    {
        Errno.ECONNREFUSED => $"{remote} refused the association: nothing listens there, or its backlog is full.",
        Errno.ETIMEDOUT => $"{remote} did not answer.",
        Errno.EHOSTUNREACH or Errno.ENETUNREACH => $"{remote} cannot be reached: {Errno.Describe(error)}.",
        _ => $"No association with {remote}: {Errno.Describe(error)}.",
    });
}
