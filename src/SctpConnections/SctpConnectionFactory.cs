using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using SctpConnections.Providers;

namespace SctpConnections;

/// <summary>Sets up associations: as <see cref="SctpAssociation"/>, as connection, or as multiplexed connection. Thread-safe.</summary>
public sealed class SctpConnectionFactory : IConnectionFactory, IMultiplexedConnectionFactory
{
    private readonly IEnumerable<SctpProvider> _providers;
    private readonly SctpClientOptions _options;
    private readonly ILogger _logger;
    private readonly SctpMetrics _metrics;

    /// <summary>Creates the factory.</summary>
    /// <param name="providers">The providers in order of preference.</param>
    /// <param name="options">The options of every association.</param>
    /// <param name="loggerFactory">Logs go to the category <c>SctpConnections.Transport</c>.</param>
    /// <param name="meterFactory">Makes the meter <c>SctpConnections</c>; without one they share one.</param>
    public SctpConnectionFactory(IEnumerable<SctpProvider> providers, SctpClientOptions options, ILoggerFactory loggerFactory, IMeterFactory? meterFactory = null)
    {
        ArgumentNullException.ThrowIfNull(providers);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(loggerFactory);
        _providers = providers;
        _options = options;
        _logger = loggerFactory.CreateLogger(SctpLog.Category);
        _metrics = new SctpMetrics(meterFactory);
    }

    /// <summary>Sets up an association with the endpoint that the options name.</summary>
    /// <inheritdoc cref="ConnectAsync(SctpEndPoint, CancellationToken)"/>
    public async ValueTask<SctpAssociation> ConnectAsync(CancellationToken cancellationToken = default)
    {
        var text = _options.EndPoint ?? throw new InvalidOperationException("The client has no endpoint: set EndPoint in its options, or name one when connecting.");
        return await ConnectAsync(await SctpEndPoint.ResolveAsync(text, cancellationToken), cancellationToken);
    }

    /// <summary>Sets up an association. The caller disposes it.</summary>
    /// <exception cref="SocketException">The peer refused or cannot be reached.</exception>
    /// <exception cref="AddressInUseException">The port of the local endpoint is in use.</exception>
    /// <exception cref="TimeoutException">It took longer than <see cref="SctpClientOptions.ConnectTimeout"/>.</exception>
    /// <exception cref="PlatformNotSupportedException">No provider works on this machine; the message names the ways out.</exception>
    /// <exception cref="SctpException">The local addresses cannot be used, or do not fit the peer's.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; nothing is left behind.</exception>
    public async ValueTask<SctpAssociation> ConnectAsync(SctpEndPoint endPoint, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(endPoint);
        if (endPoint.Port == 0)
        {
            throw new ArgumentException($"{endPoint} has no port to connect to.", nameof(endPoint));
        }
        if (_options.Validate() is { Count: > 0 } errors)
        {
            throw new ArgumentException($"The options of the client are wrong: {string.Join(' ', errors)}", nameof(endPoint));
        }
        var provider = ProviderSelector.Select(_providers, _options.Provider, _logger);
        var local = _options.LocalEndPoint is { } text ? await SctpEndPoint.ResolveAsync(text, cancellationToken) : null;
        if (_options.AddressPolicy is { } policy)
        {
            local = SctpAddressPolicy.Parse(policy).Apply(local ?? Wildcard(endPoint));
        }
        using var timeout = new CancellationTokenSource(_options.ConnectTimeout, _options.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        SctpAssociationChannel channel;
        try
        {
            channel = await provider.ConnectAsync(endPoint, local, _options, either.Token);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (OperationCanceledException e) when (timeout.IsCancellationRequested)
        {
            throw new TimeoutException($"No association with {endPoint} within {_options.ConnectTimeout}.", e);
        }
        return new SctpAssociation(channel, _options, new AssociationEnvironment(_logger, _metrics, provider.Name, IsClient: true));
    }

    /// <summary>Sets up an association and gives it the context of a connection, for code written against the abstraction.</summary>
    /// <inheritdoc cref="ConnectAsync(SctpEndPoint, CancellationToken)"/>
    public async ValueTask<ConnectionContext> ConnectAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
        => new SctpConnectionContext(await ConnectAsync(Check(endpoint), cancellationToken));

    /// <inheritdoc cref="ConnectAsync(SctpEndPoint, CancellationToken)"/>
    async ValueTask<MultiplexedConnectionContext> IMultiplexedConnectionFactory.ConnectAsync(EndPoint endPoint, IFeatureCollection? features, CancellationToken cancellationToken)
        => new SctpMultiplexedConnectionContext(await ConnectAsync(Check(endPoint), cancellationToken));

    private static SctpEndPoint Wildcard(SctpEndPoint remote)
        => remote.Addresses.Any(address => address.AddressFamily == AddressFamily.InterNetworkV6) ? SctpEndPoint.IPv6Any(0) : SctpEndPoint.Any(0);

    private static SctpEndPoint Check(EndPoint endPoint) => endPoint as SctpEndPoint
        ?? throw new ArgumentException($"SCTP connects only to {nameof(SctpEndPoint)}, not {endPoint?.GetType().Name ?? "null"}.", nameof(endPoint));
}
