using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using SctpConnections.TestShared;

namespace SctpConnections.AspNetCore.Tests;

public sealed class HealthCheckTests
{
    [Fact]
    public async Task Check_RunningKestrel_IsHealthyAndListsTheListeners()
    {
        var builder = TestHost.CreateBuilder("memory", TestHost.ListenBoth);
        builder.Services.AddHealthChecks().AddSctp();
        await using var app = await TestHost.StartAsync(builder);
        var entry = await CheckAsync(app);

        Assert.Equal(HealthStatus.Healthy, entry.Status);
        Assert.Equal("memory", entry.Data["provider"]);
        Assert.Equal([app.SctpEndPoint().ToString()], Assert.IsType<List<string>>(entry.Data["listeners"]));
    }

    [Fact]
    public async Task Check_ServerBeforeStartAndAfterStop_IsUnhealthy()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddProvider("memory").AddSctpServer(SctpEndPoint.Loopback(6001), association => { });
        builder.Services.AddHealthChecks().AddSctp("signalling", HealthStatus.Degraded);
        using var host = builder.Build();

        Assert.Equal(HealthStatus.Degraded, (await CheckAsync(host)).Status);
        await host.StartAsync(TestContext.Current.CancellationToken).Bounded();
        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(host)).Status);
        await host.StopAsync(TestContext.Current.CancellationToken).Bounded();
        Assert.Equal(HealthStatus.Degraded, (await CheckAsync(host)).Status);
    }

    [Fact]
    public async Task Check_NoProvider_IsUnhealthy()
    {
        var services = new ServiceCollection().AddProvider("absent").AddSctp();
        services.AddHealthChecks().AddSctp();
        await using var provider = services.BuildServiceProvider();
        var report = await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync(TestContext.Current.CancellationToken).Bounded();

        Assert.Equal(HealthStatus.Unhealthy, report.Status);
    }

    private static async Task<HealthReportEntry> CheckAsync(IHost host)
        => (await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(TestContext.Current.CancellationToken).Bounded()).Entries.Values.Single();
}
