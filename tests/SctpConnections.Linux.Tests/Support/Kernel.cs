using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SctpConnections.Features;
using SctpConnections.TestShared;

namespace SctpConnections.Linux.Tests.Support;

/// <summary>Listeners and clients on the kernel, without a host around them.</summary>
internal static class Kernel
{
    public static async Task<IConnectionListener> ListenAsync(SctpEndPoint? endPoint = null, Action<SctpTransportOptions>? configure = null, ILoggerFactory? logs = null)
    {
        var options = new SctpTransportOptions { InboundStreams = 1024, OutboundStreams = 1024 };
        configure?.Invoke(options);
        logs ??= NullLoggerFactory.Instance;
        var factory = new SctpTransportFactory([new LinuxSctpProvider(logs)], Options.Create(options), logs);
        return await factory.BindAsync(endPoint ?? SctpEndPoint.Loopback(0));
    }

    public static async Task<SctpAssociation> ConnectAsync(EndPoint endPoint, Action<SctpClientOptions>? configure = null, ILoggerFactory? logs = null, CancellationToken cancellationToken = default)
    {
        var options = new SctpClientOptions { InboundStreams = 1024, OutboundStreams = 1024 };
        configure?.Invoke(options);
        logs ??= NullLoggerFactory.Instance;
        return await new SctpConnectionFactory([new LinuxSctpProvider(logs)], options, logs).ConnectAsync((SctpEndPoint)endPoint, cancellationToken).Bounded();
    }

    public static async Task<SctpAssociation> AcceptAssociationAsync(this IConnectionListener listener)
    {
        var connection = await listener.AcceptAsync().Bounded();
        Assert.NotNull(connection);
        return connection.Features.Get<ISctpAssociationFeature>()!.Association;
    }

    /// <summary>Two ends of one association, over loopback unless said otherwise.</summary>
    public static async Task<(SctpAssociation Server, SctpAssociation Client)> PairAsync(
        Action<SctpTransportOptions>? server = null, Action<SctpClientOptions>? client = null, SctpEndPoint? endPoint = null, ILoggerFactory? logs = null)
    {
        await using var listener = await ListenAsync(endPoint, server, logs);
        var accept = listener.AcceptAssociationAsync();
        var connected = await ConnectAsync(listener.EndPoint, client, logs: logs);
        return (await accept, connected);
    }
}
