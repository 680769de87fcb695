using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using SctpConnections;
using SctpConnections.AspNetCore;
using SctpConnections.Linux;
using SctpConnections.Providers;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers SCTP.</summary>
public static class SctpServiceCollectionExtensions
{
    private const string Key = "sctp";

    /// <summary>
    /// Adds SCTP: the kernel's provider, a transport for Kestrel that takes <see cref="SctpEndPoint"/>s and nothing else, and clients
    /// (<see cref="ISctpClientFactory"/>). TCP endpoints keep working, whatever the order of calls; calling it again only adds options.
    /// </summary>
    /// <remarks>
    /// <para>Settings come from the host's configuration, section <c>Sctp</c> (<c>Provider</c>, <c>Defaults</c>, <c>Listeners</c>,
    /// <c>Clients</c>), then from <paramref name="configure"/>; all are checked when the host starts.</para>
    /// <para>By hand: <see cref="SctpTransportFactory"/> and <see cref="SctpConnectionFactory"/>, or under the key <c>sctp</c>
    /// <see cref="IConnectionListenerFactory"/>, <see cref="IMultiplexedConnectionListenerFactory"/> and <see cref="IConnectionFactory"/>.</para>
    /// </remarks>
    /// <param name="services">The services.</param>
    /// <param name="configure">Sets the options of all listeners, over the configuration.</param>
    public static IServiceCollection AddSctp(this IServiceCollection services, Action<SctpTransportOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddLogging().AddMetrics();
        services.TryAddSingleton(provider => new SctpConfiguration(provider.GetService<IConfiguration>()?.GetSection(SctpConfiguration.SectionName)));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<SctpProvider, LinuxSctpProvider>());
        AddTransport(services);
        AddDefaultClient(services);
        if (configure is not null)
        {
            services.Configure(configure);
        }
        return services;
    }

    /// <summary>As <see cref="AddSctp(IServiceCollection, Action{SctpTransportOptions}?)"/>, with a section of the caller's choice for <c>Sctp</c>.</summary>
    /// <param name="services">The services.</param>
    /// <param name="section">The section that has <c>Provider</c>, <c>Defaults</c>, <c>Listeners</c> and <c>Clients</c>.</param>
    /// <param name="configure">Sets the options of all listeners, over the configuration.</param>
    public static IServiceCollection AddSctp(this IServiceCollection services, IConfiguration section, Action<SctpTransportOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(section);
        services.Replace(ServiceDescriptor.Singleton(new SctpConfiguration(section)));
        return services.AddSctp(configure);
    }

    private static void AddTransport(IServiceCollection services)
    {
        // Kestrel adds its TCP transport only where no transport is registered. Where another one is, it was added already, or
        // replaced by the user's own, and ours would come before that.
        if (!services.Any(service => service.ServiceType == typeof(IConnectionListenerFactory) && !service.IsKeyedService))
        {
            services.TryAddEnumerable(ServiceDescriptor.Singleton<IConnectionListenerFactory, SocketTransportFactory>());
        }
        services.TryAddSingleton<SctpTransportFactory>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConnectionListenerFactory, SctpTransportFactory>(
            provider => provider.GetRequiredService<SctpTransportFactory>()));
        services.TryAddKeyedSingleton<IConnectionListenerFactory>(Key, (provider, _) => provider.GetRequiredService<SctpTransportFactory>());
        // Never without a key: Kestrel would then insist on it for every endpoint that may speak HTTP/3.
        services.TryAddKeyedSingleton<IMultiplexedConnectionListenerFactory>(Key, (provider, _) => provider.GetRequiredService<SctpTransportFactory>());

        services.AddOptions<SctpTransportOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<SctpTransportOptions>, TransportOptionsSetup>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SctpTransportOptions>, TransportOptionsSetup>());
    }

    private static void AddDefaultClient(IServiceCollection services)
    {
        services.TryAddSingleton<ISctpClientFactory, SctpClientFactory>();
        services.TryAddSingleton(provider => provider.GetRequiredService<ISctpClientFactory>().GetConnectionFactory(Options.Options.DefaultName));
        services.TryAddKeyedSingleton<IConnectionFactory>(Key, (provider, _) => provider.GetRequiredService<SctpConnectionFactory>());

        services.AddOptions<SctpClientOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<SctpClientOptions>, ClientOptionsSetup>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SctpClientOptions>, ClientOptionsSetup>());
    }
}
