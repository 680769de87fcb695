using System.Net;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SctpConnections.Providers;
using SctpConnections.TestShared;

namespace SctpConnections.AspNetCore.Tests;

/// <summary>What tests of hosts have in common: the provider by name, a loopback listener, and finding what was bound.</summary>
internal static class TestHost
{
    /// <summary>A web application that answers "ok" to HTTP, with SCTP from the provider of that name.</summary>
    public static WebApplicationBuilder CreateBuilder(string provider, Action<KestrelServerOptions> kestrel, LogCapture? log = null)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Services.AddProvider(provider, log).AddSctp();
        builder.WebHost.ConfigureKestrel(kestrel);
        return builder;
    }

    public static async Task<WebApplication> StartAsync(WebApplicationBuilder builder)
    {
        var app = builder.Build();
        app.Run(OkAsync);
        await app.StartAsync(TestContext.Current.CancellationToken).Bounded();
        return app;
    }

    public static Task<WebApplication> StartAsync(string provider, Action<KestrelServerOptions> kestrel, LogCapture? log = null)
        => StartAsync(CreateBuilder(provider, kestrel, log));

    public static IServiceCollection AddProvider(this IServiceCollection services, string provider, LogCapture? log = null)
    {
        services.AddSingleton<SctpProvider>(new MemoryProvider());
        services.Configure<SctpTransportOptions>(options => options.Provider = provider);
        services.ConfigureAll<SctpClientOptions>(options => options.Provider = provider);
        if (log is not null)
        {
            services.AddSingleton<ILoggerFactory>(log);
        }
        else
        {
            services.AddLogging(logging => logging.ClearProviders());
        }
        return services;
    }

    public static IConfiguration Configuration(params (string Key, string? Value)[] values)
        => new ConfigurationBuilder().AddInMemoryCollection(values.Select(pair => KeyValuePair.Create(pair.Key, pair.Value))).Build();

    public static Task OkAsync(HttpContext context) => context.Response.WriteAsync("ok");

    public static async Task<string> GetAsync(Uri address)
    {
        using var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator };
        using var client = new HttpClient(handler);
        return await client.GetStringAsync(address, TestContext.Current.CancellationToken).Bounded();
    }

    public static Uri TcpAddress(this IHost host) => new(host.Addresses().First(address => !address.Contains("sctp/", StringComparison.Ordinal)));

    public static SctpEndPoint SctpEndPoint(this IHost host)
        => SctpConnections.SctpEndPoint.Parse(host.Addresses().First(address => address.StartsWith("http://sctp/", StringComparison.Ordinal))["http://".Length..]);

    public static async Task<SctpAssociation> ConnectAsync(this IHost host, SctpEndPoint? endPoint = null)
        => await host.Services.GetRequiredService<ISctpClientFactory>()
            .ConnectAsync(endPoint ?? host.SctpEndPoint(), TestContext.Current.CancellationToken).Bounded();

    /// <summary>Sends each message back as it came, until the input ends.</summary>
    public static async Task EchoAsync(ConnectionContext context)
    {
        var (input, output) = (context.Transport.Input, context.Transport.Output);
        while (await input.ReadAsync() is { IsCompleted: false } result)
        {
            foreach (var segment in result.Buffer)
            {
                await output.WriteAsync(segment);
            }
            input.AdvanceTo(result.Buffer.End);
        }
    }

    public static void ListenBoth(this KestrelServerOptions kestrel)
    {
        kestrel.Listen(IPAddress.Loopback, 0);
        kestrel.ListenSctp(SctpConnections.SctpEndPoint.Loopback(0), listen => listen.Run(EchoAsync));
    }

    private static ICollection<string> Addresses(this IHost host)
        => host.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses;
}
