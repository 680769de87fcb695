using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SctpConnections;
using SctpConnections.AspNetCore;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers SCTP listeners of hosts without Kestrel.</summary>
public static class SctpServerServiceCollectionExtensions
{
    /// <summary>
    /// Listens for associations while the host runs, each of which is one connection. It includes <c>AddSctp</c>; every call adds a
    /// listener, and <see cref="SctpServer"/> tells what it is bound to.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="endPoint">Where to listen; port 0 lets the system choose.</param>
    /// <param name="configure">Builds the pipeline of each association; it needs a handler, such as <c>UseSctpStreams</c> or <c>UseConnectionHandler</c>.</param>
    /// <param name="options">Sets options of this listener over those of <c>AddSctp</c>. Listeners with equal endpoints share them.</param>
    public static IServiceCollection AddSctpServer(
        this IServiceCollection services, SctpEndPoint endPoint, Action<IConnectionBuilder> configure, Action<SctpTransportOptions>? options = null)
    {
        ArgumentNullException.ThrowIfNull(endPoint);
        return Add(services, name: null, configure, (provider, _) =>
        {
            if (options is not null)
            {
                ListenerSetup.Configure(provider, endPoint, options);
            }
            return Task.FromResult(endPoint);
        });
    }

    /// <summary>
    /// As <see cref="AddSctpServer(IServiceCollection, SctpEndPoint, Action{IConnectionBuilder}, Action{SctpTransportOptions}?)"/>, as the
    /// configuration says: on <c>Sctp:Listeners:NAME:EndPoint</c>, with the other settings there. The host does not start without it.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="name">The name in the configuration.</param>
    /// <param name="configure">Builds the pipeline of each association.</param>
    public static IServiceCollection AddSctpServer(this IServiceCollection services, string name, Action<IConnectionBuilder> configure)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return Add(services, name, configure, (provider, cancellationToken) => ListenerSetup.ConfigureAsync(provider, name, cancellationToken));
    }

    private static IServiceCollection Add(
        IServiceCollection services, string? name, Action<IConnectionBuilder> configure, Func<IServiceProvider, CancellationToken, Task<SctpEndPoint>> endPoint)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.AddSctp();
        services.AddSingleton(provider =>
        {
            var builder = new ConnectionBuilder(provider);
            configure(builder);
            builder.Run(context => throw new InvalidOperationException(
                $"The SCTP endpoint {context.LocalEndPoint} has no handler: call UseSctpStreams, UseSctpMessages, UseConnectionHandler or Run in AddSctpServer."));
            return new SctpServer(
                name,
                provider.GetRequiredService<SctpTransportFactory>(),
                cancellationToken => endPoint(provider, cancellationToken),
                builder.Build(),
                provider.GetRequiredService<ILoggerFactory>().CreateLogger(HostingLog.Category),
                provider.GetRequiredService<IOptions<SctpTransportOptions>>().Value.TimeProvider);
        });
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, SctpServerService>());
        return services;
    }
}
