using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SctpConnections.Providers;
using SctpConnections.TestShared;

namespace SctpConnections.AspNetCore.Tests;

/// <summary>TCP and SCTP both work, whatever the host and the order of calls.</summary>
public sealed class RegistrationTests
{
    private static readonly Dictionary<string, Func<IHost>> s_hosts = new()
    {
        ["default builder, services, web host"] = () => Host.CreateDefaultBuilder()
            .ConfigureServices(AddMemory).ConfigureServices(services => services.AddSctp())
            .ConfigureWebHostDefaults(Configure).Build(),
        ["default builder, web host, services"] = () => Host.CreateDefaultBuilder()
            .ConfigureWebHostDefaults(Configure)
            .ConfigureServices(AddMemory).ConfigureServices(services => services.AddSctp()).Build(),
        ["default builder, UseSctp"] = () => Host.CreateDefaultBuilder()
            .ConfigureServices(AddMemory).ConfigureWebHostDefaults(web => Configure(web.UseSctp())).Build(),
        ["default builder, services twice, explicit UseSockets"] = () => Host.CreateDefaultBuilder()
            .ConfigureServices(AddMemory).ConfigureServices(services => services.AddSctp().AddSctp())
            .ConfigureWebHostDefaults(web => Configure(web.UseSockets())).Build(),
        ["bare builder, UseSctp before UseKestrel"] = () => new HostBuilder()
            .ConfigureServices(AddMemory).ConfigureWebHost(web => Configure(web.UseSctp().UseKestrel())).Build(),
        ["bare builder, UseSctp after UseKestrel and before UseSockets"] = () => new HostBuilder()
            .ConfigureServices(AddMemory).ConfigureWebHost(web => Configure(web.UseKestrelCore().UseSctp().UseSockets())).Build(),
        ["web application"] = () => Build(WebApplication.CreateBuilder(), builder => builder.Services.AddSctp()),
        ["web application, UseSctp twice"] = () => Build(WebApplication.CreateBuilder(), builder => builder.WebHost.UseSctp().UseSctp()),
        ["slim web application"] = () => Build(WebApplication.CreateSlimBuilder(), builder => builder.Services.AddSctp()),
        ["empty web application, services before Kestrel"] = () => Build(WebApplication.CreateEmptyBuilder(new()), builder =>
        {
            builder.Services.AddSctp();
            builder.WebHost.UseKestrelCore();
        }),
        ["empty web application, services after Kestrel"] = () => Build(WebApplication.CreateEmptyBuilder(new()), builder =>
        {
            builder.WebHost.UseKestrelCore();
            builder.Services.AddSctp();
        }),
    };

    public static TheoryData<string> Hosts => [.. s_hosts.Keys];

    [Theory]
    [MemberData(nameof(Hosts))]
    public async Task AddSctp_InAnyHostAndOrder_TcpAndSctpAnswer(string host)
    {
        using var started = s_hosts[host]();
        await started.StartAsync(TestContext.Current.CancellationToken).Bounded();

        await AssertBothAnswerAsync(started);
        await started.StopAsync(TestContext.Current.CancellationToken).Bounded();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AddSctp_UsersOwnTcpTransport_KeepsTcp(bool isFirst)
    {
        var builder = Host.CreateDefaultBuilder().ConfigureServices(services =>
        {
            AddMemory(services);
            services.AddSingleton<SocketTransportFactory>();
            if (isFirst)
            {
                services.AddSingleton<IConnectionListenerFactory, RecordingTransport>().AddSctp();
            }
            else
            {
                services.AddSctp().AddSingleton<IConnectionListenerFactory, RecordingTransport>();
            }
        });
        using var host = builder.ConfigureWebHostDefaults(Configure).Build();
        await host.StartAsync(TestContext.Current.CancellationToken).Bounded();

        await AssertBothAnswerAsync(host);
        var transport = host.Services.GetServices<IConnectionListenerFactory>().OfType<RecordingTransport>().Single();
        Assert.Equal([new IPEndPoint(IPAddress.Loopback, 0)], transport.Bound);
        await host.StopAsync(TestContext.Current.CancellationToken).Bounded();
    }

    [Fact]
    public async Task AddSctp_EndPointWithHttp3_StillStarts()
    {
        using var certificate = TestCertificate.Create();
        var builder = TestHost.CreateBuilder("memory", kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = HttpProtocols.Http1AndHttp2AndHttp3;
            listen.UseHttps(certificate);
        }));
        await using var app = await TestHost.StartAsync(builder);

        Assert.Equal("ok", await TestHost.GetAsync(app.TcpAddress()));
    }

    [Fact]
    public void AddSctp_Twice_RegistersOnce()
    {
        var services = new ServiceCollection();
        services.AddSctp();
        var once = services.Count(IsOurs);
        services.AddSctp().AddSctp();

        Assert.Equal(once, services.Count(IsOurs));
        Assert.Equal(2, services.Count(service => service.ServiceType == typeof(IConnectionListenerFactory) && !service.IsKeyedService));

        static bool IsOurs(ServiceDescriptor service) => service.ServiceType == typeof(SctpProvider)
            || service.ServiceType == typeof(SctpTransportFactory) || service.ServiceType == typeof(IConnectionListenerFactory)
            || service.ServiceType == typeof(ISctpClientFactory) || service.ServiceType == typeof(IMultiplexedConnectionListenerFactory);
    }

    [Fact]
    public async Task AddSctp_Services_AreOneFactoryUnderItsTypeAndKeys()
    {
        await using var services = new ServiceCollection().AddSctp().BuildServiceProvider();
        var factory = services.GetRequiredService<SctpTransportFactory>();

        Assert.Contains(factory, services.GetServices<IConnectionListenerFactory>());
        Assert.Same(factory, services.GetRequiredKeyedService<IConnectionListenerFactory>("sctp"));
        Assert.Same(factory, services.GetRequiredKeyedService<IMultiplexedConnectionListenerFactory>("sctp"));
        Assert.Empty(services.GetServices<IMultiplexedConnectionListenerFactory>());
        Assert.Same(services.GetRequiredService<SctpConnectionFactory>(), services.GetRequiredKeyedService<IConnectionFactory>("sctp"));
        Assert.Null(services.GetService<IConnectionFactory>());
        Assert.Equal("kernel", Assert.Single(services.GetServices<SctpProvider>()).Name);
    }

    [Fact]
    public async Task CanBind_AnyEndPoint_OnlyOurs()
    {
        await using var services = new ServiceCollection().AddSctp().BuildServiceProvider();
        var factory = services.GetRequiredService<SctpTransportFactory>();

        Assert.True(factory.CanBind(SctpEndPoint.Loopback(0)));
        Assert.False(factory.CanBind(new IPEndPoint(IPAddress.Loopback, 0)));
        Assert.False(factory.CanBind(new DnsEndPoint("localhost", 1)));
    }

    private static async Task AssertBothAnswerAsync(IHost host)
    {
        Assert.Equal("ok", await TestHost.GetAsync(host.TcpAddress()));
        await using var association = await host.ConnectAsync();
        Assert.Equal("memory", association.ProviderName);
        Assert.Equal("hello", await association.RoundTripAsync("hello"));
    }

    private static void AddMemory(IServiceCollection services) => services.AddProvider("memory");

    private static void Configure(IWebHostBuilder web)
        => web.ConfigureKestrel(TestHost.ListenBoth).Configure(app => app.Run(TestHost.OkAsync));

    private static WebApplication Build(WebApplicationBuilder builder, Action<WebApplicationBuilder> addSctp)
    {
        AddMemory(builder.Services);
        addSctp(builder);
        builder.WebHost.ConfigureKestrel(TestHost.ListenBoth);
        var app = builder.Build();
        app.Run(TestHost.OkAsync);
        return app;
    }
}
