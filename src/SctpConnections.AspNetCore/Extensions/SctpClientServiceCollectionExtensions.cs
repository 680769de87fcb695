using Microsoft.AspNetCore.Connections;
using SctpConnections;
using SctpConnections.AspNetCore;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers SCTP clients by name.</summary>
public static class SctpClientServiceCollectionExtensions
{
    /// <summary>
    /// Adds a client, to be used through <see cref="ISctpClientFactory"/>, or under its name as key: <see cref="SctpConnectionFactory"/>
    /// and <see cref="IConnectionFactory"/>. It includes <c>AddSctp</c>. Calling it again for the same name only adds options.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="name">The name; <c>sctp</c> is taken by the default client.</param>
    /// <param name="configure">Sets its options, over those under <c>Sctp:Clients:NAME</c> and <c>Sctp:Defaults</c> in the configuration.</param>
    /// <exception cref="ArgumentException">The name is empty or taken.</exception>
    public static ISctpClientBuilder AddSctpClient(this IServiceCollection services, string name, Action<SctpClientOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (name == "sctp")
        {
            throw new ArgumentException("The name 'sctp' is the key of the default client.", nameof(name));
        }
        services.AddSctp();
        if (!services.Any(service => service.ImplementationInstance is SctpClientName known && known.Value == name))
        {
            services.AddSingleton(new SctpClientName(name));
            services.AddKeyedSingleton(name, (provider, _) => provider.GetRequiredService<ISctpClientFactory>().GetConnectionFactory(name));
            services.AddKeyedSingleton<IConnectionFactory>(name, (provider, key) => provider.GetRequiredKeyedService<SctpConnectionFactory>(key));
            services.AddOptions<SctpClientOptions>(name).ValidateOnStart();
        }
        return Build(services, name, configure);
    }

    /// <summary>
    /// Configures the default client, which has no name and connects wherever it is told: <see cref="SctpConnectionFactory"/> or
    /// <see cref="ISctpClientFactory.ConnectAsync(SctpEndPoint, CancellationToken)"/>. It includes <c>AddSctp</c>.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Sets its options, over those under <c>Sctp:Defaults</c> in the configuration.</param>
    public static ISctpClientBuilder AddSctpClient(this IServiceCollection services, Action<SctpClientOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddSctp();
        return Build(services, Options.Options.DefaultName, configure);
    }

    private static SctpClientBuilder Build(IServiceCollection services, string name, Action<SctpClientOptions>? configure)
    {
        var builder = new SctpClientBuilder(services, name);
        if (configure is not null)
        {
            builder.ConfigureOptions(configure);
        }
        return builder;
    }
}
