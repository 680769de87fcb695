using System.Net;
using System.Runtime.InteropServices;
using SctpConnections.Linux.Interop;
using SctpConnections.Providers;

namespace SctpConnections.Linux.Internal;

/// <summary>What a one-to-many socket tells about its associations.</summary>
internal static class OneToManyQuery
{
    private const int Level = LibCConstants.IPPROTO_SCTP;

    /// <summary>The ids of all associations.</summary>
    public static int[] GetIds(int descriptor)
    {
        for (var room = 64; ; room *= 4)
        {
            var buffer = new byte[sizeof(uint) + (room * sizeof(int))];
            var error = SockOpt.GetBytes(descriptor, Level, SctpConstants.SCTP_GET_ASSOC_ID_LIST, buffer, out _);
            if (error == 0)
            {
                return [.. MemoryMarshal.Cast<byte, int>(buffer.AsSpan(sizeof(uint)))[..BitConverter.ToInt32(buffer)]];
            }
            // The only other reason is a list that is too short.
            if (error != Errno.EINVAL || room > 1 << 24)
            {
                throw new SctpException($"The associations could not be listed: {Errno.Describe(error)}.");
            }
        }
    }

    /// <summary>The status of an association, or null when there is none.</summary>
    public static sctp_status? GetStatus(int descriptor, int associationId)
    {
        var status = new sctp_status { sstat_assoc_id = associationId };
        return SockOpt.Get(descriptor, Level, SctpConstants.SCTP_STATUS, ref status) == 0 ? status : null;
    }

    /// <summary>The association with a peer's first address, or 0.</summary>
    public static int FindPeer(int descriptor, SctpEndPoint peer) => Find(descriptor, peer.Addresses[0], peer.Port);

    /// <summary>The association with any address of a peer, or 0.</summary>
    public static int FindAnyOf(int descriptor, SctpEndPoint peer)
    {
        foreach (var address in peer.Addresses)
        {
            if (Find(descriptor, address, peer.Port) is not 0 and var id)
            {
                return id;
            }
        }
        return 0;
    }

    /// <summary>
    /// The path of a message's association to an address, or null when the peer does not have it. To an address of nobody the kernel
    /// would set up another association.
    /// </summary>
    public static SctpEndPoint? FindPath(int descriptor, in SctpOneToManyMessage message, IPAddress address)
    {
        var id = message.Peer is null ? message.AssociationId : FindPeer(descriptor, message.Peer);
        if (id == 0)
        {
            return message.Peer is { } peer && peer.Addresses[0].Equals(address) ? peer : null;
        }
        var port = message.Peer?.Port ?? KernelSocket.GetAddresses(descriptor, SctpConstants.SCTP_GET_PEER_ADDRS, id)?.Port ?? 0;
        return port != 0 && Find(descriptor, address, port) == id ? new SctpEndPoint(address, port) : null;
    }

    /// <summary>Bytes that the send buffer has room for.</summary>
    public static long GetSendRoom(int descriptor)
    {
        // SO_MEMINFO: what is allocated for sending is at 2, its limit at 3.
        const int Items = 9;
        Span<byte> buffer = stackalloc byte[Items * sizeof(uint)];
        if (SockOpt.GetBytes(descriptor, LibCConstants.SOL_SOCKET, LibCConstants.SO_MEMINFO, buffer, out _) != 0)
        {
            return 0;
        }
        var items = MemoryMarshal.Cast<byte, uint>(buffer);
        return (long)items[3] - items[2];
    }

    /// <summary>
    /// The shortest time after which setting up an association can have failed for want of an answer: all INITs sent, each waited for.
    /// </summary>
    public static TimeSpan GetInitTime(int descriptor, int paths)
    {
        var init = default(sctp_initmsg);
        var rto = default(sctp_rtoinfo);
        if (SockOpt.Get(descriptor, Level, SctpConstants.SCTP_INITMSG, ref init) != 0 || SockOpt.Get(descriptor, Level, SctpConstants.SCTP_RTOINFO, ref rto) != 0)
        {
            return TimeSpan.Zero;
        }
        // A time limit of none means RTO.Max.
        double longest = init.sinit_max_init_timeo == 0 ? rto.srto_max : init.sinit_max_init_timeo;
        var time = 0.0;
        for (var i = 0; i <= init.sinit_max_attempts; i++)
        {
            time += Math.Min(longest, rto.srto_initial * Math.Pow(2, i / paths));
        }
        return TimeSpan.FromMilliseconds(time);
    }

    private static int Find(int descriptor, IPAddress address, int port)
    {
        var info = default(sctp_paddrinfo);
        SockAddr.Write(MemoryMarshal.AsBytes(new Span<sockaddr_storage>(ref info.spinfo_address)), address, port);
        return SockOpt.Get(descriptor, Level, SctpConstants.SCTP_GET_PEER_ADDR_INFO, ref info) == 0 ? info.spinfo_assoc_id : 0;
    }
}
