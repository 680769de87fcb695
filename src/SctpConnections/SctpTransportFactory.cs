using System.Net;
using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SctpConnections.Providers;

namespace SctpConnections;

/// <summary>
/// Binds <see cref="SctpEndPoint"/>s, and nothing else: each association is accepted as one connection whose transport is its
/// default stream, or, through the multiplexed face, as one connection of many streams. Thread-safe.
/// </summary>
/// <remarks>Register the multiplexed face only under a key: un-keyed it makes Kestrel insist on it for HTTP/3 endpoints.</remarks>
public sealed class SctpTransportFactory : IConnectionListenerFactory, IConnectionListenerFactorySelector, IMultiplexedConnectionListenerFactory
{
    private readonly IEnumerable<SctpProvider> _providers;
    private readonly SctpTransportOptions _options;
    private readonly ILogger _logger;
    private readonly SctpMetrics _metrics;

    /// <summary>Creates the factory.</summary>
    /// <param name="providers">The providers in order of preference.</param>
    /// <param name="options">The options of every listener.</param>
    /// <param name="loggerFactory">Logs go to the category <c>SctpConnections.Transport</c>.</param>
    /// <param name="meterFactory">Makes the meter <c>SctpConnections</c>; without one they share one.</param>
    public SctpTransportFactory(IEnumerable<SctpProvider> providers, IOptions<SctpTransportOptions> options, ILoggerFactory loggerFactory, IMeterFactory? meterFactory = null)
    {
        ArgumentNullException.ThrowIfNull(providers);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(loggerFactory);
        _providers = providers;
        _options = options.Value;
        _logger = loggerFactory.CreateLogger(SctpLog.Category);
        _metrics = new SctpMetrics(meterFactory);
    }

    /// <summary>Whether the endpoint is an <see cref="SctpEndPoint"/>.</summary>
    public bool CanBind(EndPoint endpoint) => endpoint is SctpEndPoint;

    /// <summary>Binds and listens.</summary>
    /// <exception cref="ArgumentException">The endpoint is no <see cref="SctpEndPoint"/>, or the options are wrong.</exception>
    /// <exception cref="AddressInUseException">The port is in use.</exception>
    /// <exception cref="PlatformNotSupportedException">No provider works on this machine; the message names the ways out.</exception>
    /// <exception cref="SctpException">An address is not local, or the system refused otherwise.</exception>
    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) => new(Bind(endpoint));

    /// <summary>Opens a one-to-many socket, which takes and sets up many associations and names them by id. The caller disposes it.</summary>
    /// <param name="localEndPoint">The local addresses and port; port 0 lets the system choose.</param>
    /// <param name="configure">Changes the options, which begin as those of a listener on the endpoint. May be null.</param>
    /// <exception cref="ArgumentException">The options are wrong.</exception>
    /// <exception cref="AddressInUseException">The port is in use.</exception>
    /// <exception cref="NotSupportedException">The provider has no such sockets.</exception>
    /// <exception cref="PlatformNotSupportedException">No provider works on this machine; the message names the ways out.</exception>
    /// <exception cref="SctpException">An address is not local, or the system refused otherwise.</exception>
    public SctpOneToManySocket OpenOneToMany(SctpEndPoint localEndPoint, Action<SctpOneToManyOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(localEndPoint);
        var options = SctpOneToManyOptions.From(_options.GetEndPointOptions(localEndPoint));
        configure?.Invoke(options);
        if (options.Validate() is { Count: > 0 } errors)
        {
            throw new ArgumentException($"The options of {localEndPoint} are wrong: {string.Join(' ', errors)}", nameof(configure));
        }
        var provider = ProviderSelector.Select(_providers, options.Provider, _logger);
        return new SctpOneToManySocket(provider.OpenOneToMany(localEndPoint, options), options, new AssociationEnvironment(_logger, _metrics, provider.Name, IsClient: false));
    }

    /// <inheritdoc cref="BindAsync(EndPoint, CancellationToken)"/>
    ValueTask<IMultiplexedConnectionListener> IMultiplexedConnectionListenerFactory.BindAsync(EndPoint endpoint, IFeatureCollection? features, CancellationToken cancellationToken)
        => new(Bind(endpoint));

    private SctpListener Bind(EndPoint endPoint)
    {
        if (endPoint is not SctpEndPoint sctp)
        {
            throw new ArgumentException($"SCTP binds only {nameof(SctpEndPoint)}, not {endPoint?.GetType().Name ?? "null"}.", nameof(endPoint));
        }
        var options = _options.GetEndPointOptions(sctp);
        if (options.Validate() is { Count: > 0 } errors)
        {
            throw new ArgumentException($"The options of {sctp} are wrong: {string.Join(' ', errors)}", nameof(endPoint));
        }
        var provider = ProviderSelector.Select(_providers, options.Provider, _logger);
        if (options.AddressPolicy is { } policy)
        {
            sctp = SctpAddressPolicy.Parse(policy).Apply(sctp);
        }
        return new SctpListener(provider.Listen(sctp, options), options, new AssociationEnvironment(_logger, _metrics, provider.Name, IsClient: false));
    }
}
