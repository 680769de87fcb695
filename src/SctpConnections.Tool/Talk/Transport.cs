using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging.Abstractions;
using SctpConnections.Features;
using SctpConnections.Linux;

namespace SctpConnections.Tool.Talk;

/// <summary>Listens and connects, as any program does that uses the library.</summary>
internal static class Transport
{
    public static async Task<IConnectionListener> ListenAsync(string endPoint, SctpTransportOptions options, CancellationToken cancellationToken)
    {
        var factory = new SctpTransportFactory([Provider()], Microsoft.Extensions.Options.Options.Create(options), NullLoggerFactory.Instance);
        return await factory.BindAsync(await EndPointArgument.ResolveAsync(endPoint, cancellationToken), cancellationToken);
    }

    /// <summary>The next association, or null once the listener is unbound.</summary>
    public static async Task<SctpAssociation?> AcceptAsync(IConnectionListener listener)
        => await listener.AcceptAsync() is { } connection ? connection.Features.Get<ISctpAssociationFeature>()!.Association : null;

    public static async Task<SctpAssociation> ConnectAsync(string endPoint, SctpClientOptions options, CancellationToken cancellationToken)
    {
        var factory = new SctpConnectionFactory([Provider()], options, NullLoggerFactory.Instance);
        return await factory.ConnectAsync(await EndPointArgument.ResolveAsync(endPoint, cancellationToken), cancellationToken);
    }

    private static LinuxSctpProvider Provider() => new(NullLoggerFactory.Instance);
}
