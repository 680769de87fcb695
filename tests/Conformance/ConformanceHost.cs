using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SctpConnections.Providers;
using SctpConnections.TestShared;

namespace SctpConnections.Conformance;

/// <summary>A listener, a client factory, and the associations between them.</summary>
public sealed class ConformanceHost : IAsyncDisposable
{
    private readonly List<ConformancePair> _pairs = [];

    private ConformanceHost(SctpProvider provider, SctpTransportOptions server, SctpClientOptions client, ILoggerFactory loggers)
    {
        Binder = new SctpTransportFactory([provider], Options.Create(server), loggers);
        Connector = new SctpConnectionFactory([provider], client, loggers);
    }

    public SctpTransportFactory Binder { get; }

    public SctpConnectionFactory Connector { get; }

    public IConnectionListener Listener { get; private set; } = null!;

    public SctpEndPoint EndPoint => (SctpEndPoint)Listener.EndPoint;

    public static async Task<ConformanceHost> StartAsync(
        IConformanceProvider provider, Action<SctpTransportOptions>? server = null, Action<SctpClientOptions>? client = null, ILoggerFactory? loggers = null)
    {
        var serverOptions = new SctpTransportOptions();
        var clientOptions = new SctpClientOptions();
        server?.Invoke(serverOptions);
        client?.Invoke(clientOptions);
        var host = new ConformanceHost(provider.Create(), serverOptions, clientOptions, loggers ?? NullLoggerFactory.Instance);
        host.Listener = await host.Binder.BindAsync(provider.EndPoint);
        return host;
    }

    /// <summary>Sets up one more association.</summary>
    public async Task<ConformancePair> ConnectAsync()
    {
        var accept = Listener.AcceptAsync().AsTask();
        var client = await Connector.ConnectAsync(EndPoint).Bounded();
        var pair = new ConformancePair(client, (await accept.Bounded())!);
        _pairs.Add(pair);
        return pair;
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_pairs.Select(pair => pair.DisposeAsync().AsTask())).Bounded();
        await Listener.DisposeAsync().Bounded();
    }
}
