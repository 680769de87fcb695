using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using SctpConnections.TestShared;

namespace SctpConnections.AspNetCore.Tests;

public sealed class SctpClientTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("memory")]
    [InlineData("kernel")]
    public async Task ConnectAsync_NamedClient_ConnectsWithItsOptions(string provider)
    {
        using var server = await StartServerAsync(provider);
        var endPoint = server.Services.GetRequiredService<SctpServer>().EndPoint!;
        await using var services = Client(server, provider, collection => collection
            .AddSctpClient("hlr", options => options.EndPoint = endPoint.ToString())
            .ConfigureOptions(options => options.OutboundStreams = 3));
        await using var association = await services.GetRequiredService<ISctpClientFactory>().ConnectAsync("hlr", Cancellation).Bounded();

        Assert.Equal(3, association.OutboundStreams);
        Assert.Equal("x", await association.RoundTripAsync("x"));
    }

    [Theory]
    [InlineData("memory")]
    [InlineData("kernel")]
    public async Task ConnectAsync_HostName_IsResolved(string provider)
    {
        using var server = await StartServerAsync(provider);
        var port = server.Services.GetRequiredService<SctpServer>().EndPoint!.Port;
        await using var services = Client(server, provider, collection => collection.AddSctpClient("hlr", options =>
        {
            options.EndPoint = $"sctp/localhost:{port}";
            // Where localhost is ::1 as well, it is two addresses of one peer, of which one answers.
            options.LocalEndPoint = null;
        }));
        await using var association = await services.GetRequiredService<ISctpClientFactory>().ConnectAsync("hlr", Cancellation).Bounded();

        Assert.Equal("x", await association.RoundTripAsync("x"));
    }

    [Fact]
    public async Task ConnectAsync_UnknownName_NamesTheKnownOnes()
    {
        await using var services = new ServiceCollection().AddSctp(TestHost.Configuration(("Clients:ocs:EndPoint", "10.0.0.1:1")))
            .AddSctpClient("hlr", options => options.EndPoint = "10.0.0.1:2905").Services.BuildServiceProvider();
        var factory = services.GetRequiredService<ISctpClientFactory>();

        var error = await Assert.ThrowsAsync<InvalidOperationException>(async () => await factory.ConnectAsync("hss", Cancellation));
        Assert.Equal("There is no SCTP client 'hss': call AddSctpClient(\"hss\") or configure Clients:hss. Clients are: hlr, ocs.", error.Message);
    }

    [Fact]
    public async Task ConnectAsync_ConfiguredOnly_Connects()
    {
        using var server = await StartServerAsync("memory");
        var endPoint = server.Services.GetRequiredService<SctpServer>().EndPoint!;
        await using var services = Client(server, "memory", collection => collection.AddSctp(TestHost.Configuration(("Clients:ocs:EndPoint", endPoint.ToString()))));
        await using var association = await services.GetRequiredService<ISctpClientFactory>().ConnectAsync("ocs", Cancellation).Bounded();

        Assert.Equal(endPoint, association.RemoteEndPoint);
    }

    [Fact]
    public async Task ConnectConnectionAsync_NamedClient_IsAConnectionOverTheDefaultStream()
    {
        using var server = await StartServerAsync("memory");
        var endPoint = server.Services.GetRequiredService<SctpServer>().EndPoint!;
        await using var services = Client(server, "memory", collection => collection.AddSctpClient("hlr", options => options.EndPoint = endPoint.ToString()));
        await using var connection = await services.GetRequiredService<ISctpClientFactory>().ConnectConnectionAsync("hlr", Cancellation).Bounded();
        await connection.Transport.Output.WriteAsync("x"u8.ToArray(), Cancellation).Bounded();

        var result = await connection.Transport.Input.ReadAsync(Cancellation).Bounded();
        Assert.Equal(1, result.Buffer.Length);
    }

    [Fact]
    public async Task AddSctpClient_Keys_GiveItsFactory()
    {
        await using var services = new ServiceCollection().AddSctpClient("hlr", options => options.EndPoint = "10.0.0.1:2905").Services
            .AddSctpClient("hlr").Services.BuildServiceProvider();
        var factory = services.GetRequiredService<ISctpClientFactory>().GetConnectionFactory("hlr");

        Assert.Same(factory, services.GetRequiredKeyedService<SctpConnectionFactory>("hlr"));
        Assert.Same(factory, services.GetRequiredKeyedService<IConnectionFactory>("hlr"));
        Assert.NotSame(factory, services.GetRequiredService<SctpConnectionFactory>());
        Assert.Single(services.GetKeyedServices<SctpConnectionFactory>("hlr"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("sctp")]
    public void AddSctpClient_NameNotFree_Throws(string name)
        => Assert.Throws<ArgumentException>(nameof(name), () => new ServiceCollection().AddSctpClient(name));

    [Fact]
    public async Task Start_ClientWithoutEndPoint_FailsAndNamesThePath()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddProvider("memory").AddSctpClient("hlr");
        using var host = builder.Build();

        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(Cancellation).Bounded());
        Assert.Contains("Sctp:Clients:hlr:EndPoint is '', but must be set; expected sctp/address", error.Message, StringComparison.Ordinal);
    }

    private static async Task<IHost> StartServerAsync(string provider)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddProvider(provider).AddSctpServer(SctpEndPoint.Loopback(0), association => association.UseSctpMessages(
            (sender, message) => sender.SendAsync(message.StreamId, message.Payload)));
        var host = builder.Build();
        await host.StartAsync(Cancellation).Bounded();
        return host;
    }

    /// <summary>Services of a client that shares the server's memory.</summary>
    private static ServiceProvider Client(IHost server, string provider, Action<IServiceCollection> configure)
    {
        var services = new ServiceCollection();
        services.AddSingleton(server.Services.GetServices<Providers.SctpProvider>().First());
        services.ConfigureAll<SctpClientOptions>(options => options.Provider = provider);
        configure(services);
        return services.BuildServiceProvider();
    }
}
