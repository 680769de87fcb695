using System.Diagnostics.CodeAnalysis;

namespace SctpConnections.Providers;

/// <summary>A source of associations: the kernel, a managed stack, memory. It knows nothing of streams' pipes, limits or hosts.</summary>
public abstract class SctpProvider
{
    /// <summary>Its name in options, logs and metrics, such as <c>kernel</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Whether it works on this machine; if not, why, and what to do about it.</summary>
    public abstract bool IsSupported([NotNullWhen(false)] out string? reason);

    /// <summary>Binds and listens.</summary>
    /// <exception cref="Microsoft.AspNetCore.Connections.AddressInUseException">The port is in use.</exception>
    /// <exception cref="SctpException">Anything else that prevents it, such as an address that is not local.</exception>
    public abstract SctpListenerChannel Listen(SctpEndPoint endPoint, SctpTransportOptions options);

    /// <summary>Sets up an association. Cancellation leaves nothing behind.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">The peer refused or did not answer.</exception>
    /// <exception cref="SctpException">The local side could not be prepared.</exception>
    public abstract ValueTask<SctpAssociationChannel> ConnectAsync(
        SctpEndPoint remoteEndPoint, SctpEndPoint? localEndPoint, SctpAssociationOptions options, CancellationToken cancellationToken);

    /// <summary>Binds a one-to-many socket; it listens if <see cref="SctpOneToManyOptions.IsListening"/> says so.</summary>
    /// <param name="localEndPoint">The local addresses and port.</param>
    /// <param name="options">The options; <see cref="SctpOneToManyOptions"/> for those that only such sockets have.</param>
    /// <exception cref="NotSupportedException">The provider has no such sockets.</exception>
    /// <exception cref="Microsoft.AspNetCore.Connections.AddressInUseException">The port is in use.</exception>
    /// <exception cref="SctpException">Anything else that prevents it, such as an address that is not local.</exception>
    public virtual SctpOneToManyChannel OpenOneToMany(SctpEndPoint localEndPoint, SctpTransportOptions options)
        => throw new NotSupportedException($"The provider '{Name}' has no one-to-many sockets; use the kernel provider, or one association each.");
}
