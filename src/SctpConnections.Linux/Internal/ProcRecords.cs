using System.Net;

namespace SctpConnections.Linux.Internal;

/// <summary>A line of <c>/proc/net/sctp/assocs</c>; queues in bytes.</summary>
internal sealed record ProcAssociation(
    int Id, int State, long ReceiveQueue, long SendQueue, int UserId, long Inode, int LocalPort, int RemotePort,
    IReadOnlyList<IPAddress> Locals, IReadOnlyList<IPAddress> Peers, IPAddress Primary,
    int InboundStreams, int OutboundStreams, long RetransmittedChunks);

/// <summary>A line of <c>/proc/net/sctp/eps</c>: only endpoints that listen stand there.</summary>
internal sealed record ProcEndPoint(bool IsOneToMany, int Port, int UserId, long Inode, IReadOnlyList<IPAddress> Addresses);

/// <summary>A line of <c>/proc/net/sctp/remaddr</c>; the timeout in ticks of the kernel.</summary>
internal sealed record ProcPath(int AssociationId, IPAddress Address, bool IsHeartbeatActive, long TimeoutTicks, int MaxRetransmissions, int State);
