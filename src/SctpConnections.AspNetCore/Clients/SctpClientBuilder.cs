using Microsoft.Extensions.DependencyInjection;

namespace SctpConnections.AspNetCore;

internal sealed class SctpClientBuilder(IServiceCollection services, string name) : ISctpClientBuilder
{
    public string Name => name;

    public IServiceCollection Services => services;

    public ISctpClientBuilder ConfigureOptions(Action<SctpClientOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        services.Configure(name, configure);
        return this;
    }
}
