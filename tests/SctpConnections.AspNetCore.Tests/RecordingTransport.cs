using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace SctpConnections.AspNetCore.Tests;

/// <summary>A TCP transport of the user's own.</summary>
internal sealed class RecordingTransport(SocketTransportFactory sockets) : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    public List<EndPoint> Bound { get; } = [];

    public bool CanBind(EndPoint endpoint) => endpoint is IPEndPoint;

    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        Bound.Add(endpoint);
        return sockets.BindAsync(endpoint, cancellationToken);
    }
}
