using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SctpConnections;

namespace Microsoft.AspNetCore.Hosting;

/// <summary>SCTP for web hosts.</summary>
public static class SctpWebHostBuilderExtensions
{
    /// <summary>
    /// Adds SCTP as a transport of Kestrel, beside TCP; it may stand before or after <c>UseKestrel</c>, and more than once.
    /// See <see cref="SctpServiceCollectionExtensions.AddSctp(IServiceCollection, Action{SctpTransportOptions}?)"/>.
    /// </summary>
    public static IWebHostBuilder UseSctp(this IWebHostBuilder builder, Action<SctpTransportOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.ConfigureServices(services => services.AddSctp(configure));
    }

    /// <summary>As <see cref="UseSctp(IWebHostBuilder, Action{SctpTransportOptions}?)"/>, with a section of the caller's choice for <c>Sctp</c>.</summary>
    public static IWebHostBuilder UseSctp(this IWebHostBuilder builder, IConfiguration section, Action<SctpTransportOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.ConfigureServices(services => services.AddSctp(section, configure));
    }
}
