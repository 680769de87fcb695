using Microsoft.AspNetCore.Connections;

namespace SctpConnections.AspNetCore;

/// <summary>
/// Sets up associations by the name of a client: one that <c>AddSctpClient</c> registered, or one under <c>Sctp:Clients</c> in the
/// configuration. Thread-safe.
/// </summary>
public interface ISctpClientFactory
{
    /// <summary>Sets up an association with the endpoint of the client's options; host names are looked up each time. The caller disposes it.</summary>
    /// <exception cref="InvalidOperationException">There is no such client; the message names those that there are.</exception>
    /// <exception cref="System.Net.Sockets.SocketException">The peer refused, cannot be reached, or its name cannot be resolved.</exception>
    /// <exception cref="TimeoutException">It took longer than <see cref="SctpClientOptions.ConnectTimeout"/>.</exception>
    /// <exception cref="PlatformNotSupportedException">No provider works on this machine; the message names the ways out.</exception>
    /// <exception cref="SctpException">The local addresses cannot be used, or do not fit the peer's.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; nothing is left behind.</exception>
    ValueTask<SctpAssociation> ConnectAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>As <see cref="ConnectAsync(string, CancellationToken)"/>, but with an endpoint of the caller's choice.</summary>
    /// <inheritdoc cref="ConnectAsync(string, CancellationToken)"/>
    ValueTask<SctpAssociation> ConnectAsync(string name, SctpEndPoint endPoint, CancellationToken cancellationToken = default);

    /// <summary>As <see cref="ConnectAsync(string, SctpEndPoint, CancellationToken)"/>, with the options of the default client.</summary>
    /// <inheritdoc cref="ConnectAsync(string, CancellationToken)"/>
    ValueTask<SctpAssociation> ConnectAsync(SctpEndPoint endPoint, CancellationToken cancellationToken = default);

    /// <summary>As <see cref="ConnectAsync(string, CancellationToken)"/>, as a connection whose transport is the default stream.</summary>
    /// <inheritdoc cref="ConnectAsync(string, CancellationToken)"/>
    ValueTask<ConnectionContext> ConnectConnectionAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>The connection factory of a client; the empty name is the default client's.</summary>
    /// <exception cref="InvalidOperationException">There is no such client; the message names those that there are.</exception>
    SctpConnectionFactory GetConnectionFactory(string name);
}
