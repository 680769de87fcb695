using System.Net;
using System.Net.Sockets;
using SctpConnections.Linux.Interop;
using SctpConnections.Providers;

namespace SctpConnections.Linux.Internal;

/// <summary>Sets up associations without blocking: bind, connectx, peel off, wait.</summary>
internal static class KernelConnector
{
    public static async ValueTask<SctpAssociationChannel> ConnectAsync(
        SctpEndPoint remote, SctpEndPoint? local, SctpAssociationOptions options, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        CheckFamilies(remote, local);
        KernelAssociation? association = null;
        SafeSctpHandle? handle = null;
        try
        {
            var first = KernelSocket.Create(
                local is null ? remote.Addresses : [.. remote.Addresses, .. local.Addresses], options,
                options.PerMessageDestinations ? LibCConstants.SOCK_STREAM : LibCConstants.SOCK_SEQPACKET);
            try
            {
                if (local is null && options.AutomaticAddressReconfiguration is not null)
                {
                    local = new SctpEndPoint(remote.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any, 0);
                }
                if (local is not null)
                {
                    local = KernelSocket.Bind(first, local, options);
                }
                var size = KernelSocket.GetBuffer(first.Descriptor, LibCConstants.SO_SNDBUF);
                var error = StartConnect(first.Descriptor, remote, out var id);
                if (error is not (0 or Errno.EINPROGRESS))
                {
                    throw ConnectError(error, remote);
                }
                if (options.PerMessageDestinations)
                {
                    handle = first;
                }
                else
                {
                    error = PeelOff.Take(first.Descriptor, id, out handle);
                    if (error == Errno.EINVAL)
                    {
                        return Collect(first, id, local ?? remote, remote, size);
                    }
                    if (handle is null)
                    {
                        throw ConnectError(error, remote);
                    }
                    EndpointFlags.Read(first.Descriptor).Apply(handle.Descriptor);
                }
                association = new KernelAssociation(handle, local ?? remote, remote, options, size);
            }
            finally
            {
                if (first != handle)
                {
                    first.Dispose();
                }
            }
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
            handle?.Dispose();
            throw;
        }
    }

    internal static unsafe int StartConnect(int descriptor, SctpEndPoint remote, out int id)
    {
        Span<byte> list = new byte[SockAddr.LengthOf(remote.Addresses)];
        SockAddr.WriteList(list, remote.Addresses, remote.Port);
        fixed (byte* addresses = list)
        {
            // Unlike its sibling it tells the id also when it does not wait.
            var argument = new sctp_getaddrs_old { addr_num = list.Length, addrs = addresses };
            var error = SockOpt.Get(descriptor, LibCConstants.IPPROTO_SCTP, SctpConstants.SCTP_SOCKOPT_CONNECTX3, ref argument);
            id = argument.assoc_id;
            return error;
        }
    }

    /// <summary>It ended between two system calls: refused, or set up and over already.</summary>
    private static FinishedAssociation Collect(SafeSctpHandle handle, int id, SctpEndPoint local, SctpEndPoint remote, int maxSendMessageSize)
    {
        var finished = new FinishedAssociation(local, remote, maxSendMessageSize);
        var isUp = false;
        var reader = new ItemReader();
        while (reader.Read(handle.Descriptor) is var error && error is 0 or Errno.EINTR)
        {
            if (error == 0 && reader.AssociationId == id)
            {
                isUp |= reader.IsNotification && NotificationTarget.ReadChange(reader.Data) == SctpConstants.SCTP_COMM_UP;
                finished.Add(QueuedItem.From(reader));
            }
        }
        reader.Dispose();
        if (!isUp)
        {
            throw ConnectError(Errno.ECONNREFUSED, remote);
        }
        finished.Complete();
        return finished;
    }

    internal static void CheckFamilies(SctpEndPoint remote, SctpEndPoint? local)
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

    internal static SocketException ConnectError(int error, SctpEndPoint remote) => new((int)Errno.ToSocketError(error), error switch
    {
        Errno.ECONNREFUSED => $"{remote} refused the association: nothing listens there, or its backlog is full.",
        Errno.ETIMEDOUT => $"{remote} did not answer.",
        Errno.EHOSTUNREACH or Errno.ENETUNREACH => $"{remote} cannot be reached: {Errno.Describe(error)}.",
        Errno.EINVAL => $"No association with {remote}: {Errno.Describe(error)}; wildcards, multicast and broadcast are no addresses of a peer.",
        _ => $"No association with {remote}: {Errno.Describe(error)}.",
    });
}
