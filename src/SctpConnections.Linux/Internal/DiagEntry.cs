using System.Net;
using SctpConnections.Linux.Interop;

namespace SctpConnections.Linux.Internal;

/// <summary>One answer of sctp_diag: a socket, or an association when it has peers.</summary>
internal sealed record DiagEntry(
    int State, int LocalPort, int RemotePort, long Inode, int UserId, uint ReceiveQueue, uint SendQueue,
    IReadOnlyList<IPAddress> Locals, IReadOnlyList<IPAddress> Peers, sctp_info? Info)
{
    public bool IsAssociation => Peers.Count > 0;
}
