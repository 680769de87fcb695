using System.Net.Sockets;
using SctpConnections.Linux.Interop;

namespace SctpConnections.Linux.Internal;

/// <summary>
/// Tells why an association of a one-to-many socket could not be set up. The kernel says only that: no cause, no SO_ERROR. But a
/// refusal comes at once, and silence lasts until all INITs are used up.
/// </summary>
internal sealed class ConnectWatch(TimeProvider clock)
{
    // Timers have some slack.
    private const double Share = 0.9;

    private readonly Lock _gate = new();
    private readonly Dictionary<int, (long Start, SctpEndPoint Peer)> _begun = [];

    /// <summary>Begins to set up an association. Returns 0 or the errno.</summary>
    public int Connect(int descriptor, SctpEndPoint peer, out int associationId)
    {
        lock (_gate)
        {
            var start = clock.GetTimestamp();
            var error = KernelConnector.StartConnect(descriptor, peer, out associationId);
            if (error is not (0 or Errno.EINPROGRESS))
            {
                return error;
            }
            _begun[associationId] = (start, peer);
            return 0;
        }
    }

    /// <summary>It is up, or over.</summary>
    public void Forget(int associationId)
    {
        lock (_gate)
        {
            _begun.Remove(associationId);
        }
    }

    /// <summary>It could not be set up: why, or null when it was not begun here.</summary>
    public SocketException? OnFailed(int descriptor, int associationId)
    {
        lock (_gate)
        {
            if (!_begun.Remove(associationId, out var begun))
            {
                return null;
            }
            var silence = OneToManyQuery.GetInitTime(descriptor, begun.Peer.Addresses.Length);
            return KernelConnector.ConnectError(clock.GetElapsedTime(begun.Start) < silence * Share ? Errno.ECONNREFUSED : Errno.ETIMEDOUT, begun.Peer);
        }
    }
}
