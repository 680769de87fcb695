using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using SctpConnections.Providers;

namespace SctpConnections.TestShared;

/// <summary>A provider whose associations lead through the memory of this process, with the manners of a network.</summary>
public sealed class MemoryProvider(MemoryOptions? options = null) : SctpProvider
{
    private const int FirstEphemeralPort = 49152;

    private readonly Lock _gate = new();
    private readonly Dictionary<int, MemoryListener> _listeners = [];
    private readonly List<MemoryChannel> _clients = [];
    private int _lastPort = FirstEphemeralPort;

    public MemoryOptions Options { get; } = options ?? new MemoryOptions();

    public override string Name => "memory";

    public override bool IsSupported([NotNullWhen(false)] out string? reason)
    {
        reason = null;
        return true;
    }

    public override SctpListenerChannel Listen(SctpEndPoint endPoint, SctpTransportOptions options)
    {
        lock (_gate)
        {
            var port = endPoint.Port == 0 ? ++_lastPort : endPoint.Port;
            if (_listeners.ContainsKey(port))
            {
                throw new AddressInUseException($"Port {port} is in use.");
            }
            return _listeners[port] = new MemoryListener(this, new SctpEndPoint(endPoint.Addresses, port), options);
        }
    }

    public override async ValueTask<SctpAssociationChannel> ConnectAsync(
        SctpEndPoint remoteEndPoint, SctpEndPoint? localEndPoint, SctpAssociationOptions options, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Options.HangsConnects)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        }
        lock (_gate)
        {
            if (Options.RefusesConnects || !_listeners.TryGetValue(remoteEndPoint.Port, out var listener))
            {
                throw new SocketException((int)SocketError.ConnectionRefused);
            }
            var local = localEndPoint is { Port: > 0 } ? localEndPoint : new SctpEndPoint(localEndPoint?.Addresses ?? remoteEndPoint.Addresses, ++_lastPort);
            var (client, server) = MemoryChannel.CreatePair(Options, local, options, remoteEndPoint, listener.Options);
            if (!listener.TryOffer(server))
            {
                throw new SocketException((int)SocketError.ConnectionRefused);
            }
            _clients.Add(client);
            return client;
        }
    }

    /// <summary>Every path of every association fails: both ends learn that the other is lost.</summary>
    public void Drop()
    {
        lock (_gate)
        {
            foreach (var client in _clients)
            {
                client.Drop();
            }
            _clients.Clear();
        }
    }

    internal void Release(MemoryListener listener)
    {
        lock (_gate)
        {
            if (_listeners.TryGetValue(listener.EndPoint.Port, out var present) && present == listener)
            {
                _listeners.Remove(listener.EndPoint.Port);
            }
        }
    }
}
