using SctpConnections.Linux.Interop;

namespace SctpConnections.Linux.Internal;

/// <summary>The addresses and streams that both ends agreed on, as the kernel told them last: they change while an association lives.</summary>
internal struct Agreement(SctpEndPoint localEndPoint, SctpEndPoint remoteEndPoint)
{
    public SctpEndPoint LocalEndPoint { get; private set; } = localEndPoint;

    public SctpEndPoint RemoteEndPoint { get; private set; } = remoteEndPoint;

    public int OutboundStreams { get; private set; }

    public int InboundStreams { get; private set; }

    public void SetStreams(int outbound, int inbound)
    {
        OutboundStreams = outbound;
        InboundStreams = inbound;
    }

    /// <summary>Asks the kernel. False when the association is not up, or no more.</summary>
    public bool Read(int descriptor)
    {
        var status = default(sctp_status);
        if (SockOpt.Get(descriptor, LibCConstants.IPPROTO_SCTP, SctpConstants.SCTP_STATUS, ref status) != 0
            || status.sstat_state < SctpConstants.SCTP_ESTABLISHED)
        {
            return false;
        }
        SetStreams(status.sstat_outstrms, status.sstat_instrms);
        LocalEndPoint = KernelSocket.GetAddresses(descriptor, SctpConstants.SCTP_GET_LOCAL_ADDRS) ?? LocalEndPoint;
        if (KernelSocket.GetAddresses(descriptor, SctpConstants.SCTP_GET_PEER_ADDRS) is { } peer)
        {
            RemoteEndPoint = SockAddr.TryRead(status.sstat_primary.spinfo_address, out var primary, out _)
                ? new SctpEndPoint([primary, .. peer.Addresses.Where(a => !a.Equals(primary))], peer.Port)
                : peer;
        }
        return true;
    }
}
