using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SctpConnections.TestShared;

namespace SctpConnections.AspNetCore.Tests;

public sealed class SctpServerTests
{
    [Theory]
    [InlineData("memory")]
    [InlineData("kernel")]
    public async Task AddSctpServer_GenericHost_ServesAssociations(string provider)
    {
        using var host = await StartAsync(provider, services => services.AddSctpServer(SctpEndPoint.Loopback(0), association => association.UseSctpStreams(stream => stream.Run(TestHost.EchoAsync))));
        var server = host.Services.GetRequiredService<SctpServer>();
        await using (var association = await host.ConnectAsync(server.EndPoint))
        {
            Assert.Equal("hi", await association.RoundTripAsync("hi", 4));
            Assert.Equal(1, server.AssociationCount);
        }

        await Timeouts.Until(() => server.AssociationCount == 0, "the association is gone");
        await host.StopAsync(TestContext.Current.CancellationToken).Bounded();
        Assert.Null(server.EndPoint);
    }

    [Fact]
    public async Task AddSctpServer_SeveralListeners_EachHasItsOptionsAndName()
    {
        using var host = await StartAsync("memory", services =>
        {
            services.AddSctp(TestHost.Configuration(("Listeners:b:EndPoint", "127.0.0.1:4002"), ("Listeners:b:InboundStreams", "9")));
            services.AddSctpServer(SctpEndPoint.Loopback(4001), association => association.Run(TestHost.EchoAsync), options => options.InboundStreams = 5);
            services.AddSctpServer("b", association => association.Run(TestHost.EchoAsync));
        });
        var servers = host.Services.GetServices<SctpServer>().ToList();
        Assert.Equal([null, "b"], servers.Select(server => server.Name));
        await using (var first = await host.ConnectAsync(servers[0].EndPoint))
        await using (var second = await host.ConnectAsync(servers[1].EndPoint))
        {
            Assert.Equal((5, 9), (first.OutboundStreams, second.OutboundStreams));
        }
        await host.StopAsync(TestContext.Current.CancellationToken).Bounded();
    }

    [Fact]
    public async Task AddSctpServer_SecondCannotBind_FirstIsUnboundAndStartFails()
    {
        using var host = Build("memory", services => services
            .AddSctpServer(SctpEndPoint.Loopback(4003), association => association.Run(TestHost.EchoAsync))
            .AddSctpServer(SctpEndPoint.Loopback(4003), association => association.Run(TestHost.EchoAsync)));

        await Assert.ThrowsAsync<AddressInUseException>(() => host.StartAsync(TestContext.Current.CancellationToken).Bounded());
        await Assert.ThrowsAsync<System.Net.Sockets.SocketException>(() => host.ConnectAsync(SctpEndPoint.Loopback(4003)));
    }

    [Fact]
    public async Task AddSctpServer_HandlerThrows_LogsAndGoesOn()
    {
        using var log = new LogCapture();
        var calls = 0;
        using var host = await StartAsync("memory", services => services.AddSctpServer(SctpEndPoint.Loopback(4004), association => association.Run(
            context => Interlocked.Increment(ref calls) == 1 ? throw new FormatException("bad") : TestHost.EchoAsync(context))), log);
        await using var first = await host.ConnectAsync(SctpEndPoint.Loopback(4004));
        await first.Completion.Bounded();
        await using (var second = await host.ConnectAsync(SctpEndPoint.Loopback(4004)))
        {
            Assert.Equal("x", await second.RoundTripAsync("x"));
        }

        await Timeouts.Until(() => log.Entries.Any(entry => entry.Id.Id == 303), "the failure is logged");
        Assert.IsType<FormatException>(log.Entries.Single(entry => entry.Id.Id == 303).Exception);
        await host.StopAsync(TestContext.Current.CancellationToken).Bounded();
    }

    [Fact]
    public async Task AddSctpServer_PeerAborts_IsNoError()
    {
        using var log = new LogCapture();
        using var host = await StartAsync("memory", services => services.AddSctpServer(SctpEndPoint.Loopback(4005), association => association.Run(TestHost.EchoAsync)), log);
        await using var association = await host.ConnectAsync(SctpEndPoint.Loopback(4005));
        Assert.Equal("x", await association.RoundTripAsync("x"));
        association.Abort();

        await Timeouts.Until(() => log.Entries.Any(entry => entry.Id.Id == 304), "the end is logged");
        Assert.DoesNotContain(log.Entries, entry => entry.Level >= LogLevel.Warning);
        await host.StopAsync(TestContext.Current.CancellationToken).Bounded();
    }

    [Fact]
    public async Task Stop_HandlerNeverReturns_StopEndsOneSecondAfterTheAbort()
    {
        using var log = new LogCapture();
        var clock = new TestClock();
        var never = new TaskCompletionSource();
        using var host = await StartAsync("memory", services => services.AddSctp(options => options.TimeProvider = clock)
            .AddSctpServer(SctpEndPoint.Loopback(4006), association => association.Run(_ => never.Task)), log);
        await using var association = await host.ConnectAsync(SctpEndPoint.Loopback(4006));
        await Timeouts.Until(() => host.Services.GetRequiredService<SctpServer>().AssociationCount == 1, "the handler runs");
        using var limit = new CancellationTokenSource();
        await limit.CancelAsync();
        var stopped = host.Services.GetRequiredService<SctpServer>().StopAsync(limit.Token);

        Assert.Equal(TimeSpan.FromSeconds(1), await clock.WhenArmedAsync());
        Assert.False(stopped.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(1));
        await stopped.Bounded();
        Assert.Equal([305, 306], log.Entries.Where(entry => entry.Id.Id is 305 or 306).Select(entry => entry.Id.Id));
        never.SetResult();
    }

    private static IHost Build(string provider, Action<IServiceCollection> configure, LogCapture? log = null)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddProvider(provider, log);
        configure(builder.Services);
        return builder.Build();
    }

    private static async Task<IHost> StartAsync(string provider, Action<IServiceCollection> configure, LogCapture? log = null)
    {
        var host = Build(provider, configure, log);
        await host.StartAsync(TestContext.Current.CancellationToken).Bounded();
        return host;
    }
}
