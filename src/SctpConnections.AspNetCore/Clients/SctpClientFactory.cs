using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SctpConnections.Providers;

namespace SctpConnections.AspNetCore;

internal sealed class SctpClientFactory(
    IEnumerable<SctpProvider> providers,
    IOptionsMonitor<SctpClientOptions> options,
    IEnumerable<SctpClientName> registered,
    SctpConfiguration configuration,
    ILoggerFactory loggerFactory,
    IMeterFactory meterFactory) : ISctpClientFactory
{
    private readonly ConcurrentDictionary<string, SctpConnectionFactory> _factories = new();

    public ValueTask<SctpAssociation> ConnectAsync(string name, CancellationToken cancellationToken = default)
        => GetConnectionFactory(name).ConnectAsync(cancellationToken);

    public ValueTask<SctpAssociation> ConnectAsync(string name, SctpEndPoint endPoint, CancellationToken cancellationToken = default)
        => GetConnectionFactory(name).ConnectAsync(endPoint, cancellationToken);

    public ValueTask<SctpAssociation> ConnectAsync(SctpEndPoint endPoint, CancellationToken cancellationToken = default)
        => GetConnectionFactory(Options.DefaultName).ConnectAsync(endPoint, cancellationToken);

    public async ValueTask<ConnectionContext> ConnectConnectionAsync(string name, CancellationToken cancellationToken = default)
    {
        var factory = GetConnectionFactory(name);
        var text = options.Get(name).EndPoint ?? throw new InvalidOperationException($"The SCTP client '{name}' has no endpoint.");
        EndPoint endPoint = await SctpEndPoint.ResolveAsync(text, cancellationToken);
        return await factory.ConnectAsync(endPoint, cancellationToken);
    }

    public SctpConnectionFactory GetConnectionFactory(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _factories.TryGetValue(name, out var factory) ? factory : _factories.GetOrAdd(name, Create(name));
    }

    private SctpConnectionFactory Create(string name)
    {
        if (name.Length > 0)
        {
            var names = registered.Select(known => known.Value).Union(configuration.ClientNames, StringComparer.OrdinalIgnoreCase).ToList();
            if (!names.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                throw new InvalidOperationException(
                    $"There is no SCTP client '{name}': call AddSctpClient(\"{name}\") or configure {configuration.ClientPath(name)}. Clients are: {(names.Count == 0 ? "none" : string.Join(", ", names))}.");
            }
        }
        return new SctpConnectionFactory(providers, options.Get(name), loggerFactory, meterFactory);
    }
}
