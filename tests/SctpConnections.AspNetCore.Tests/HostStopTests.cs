using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SctpConnections.TestShared;

namespace SctpConnections.AspNetCore.Tests;

/// <summary>What associations go through when the host stops, with Kestrel and without: the same.</summary>
public sealed class HostStopTests
{
    public static TheoryData<string, string> HostsAndProviders => new()
    {
        { "kestrel", "memory" }, { "kestrel", "kernel" }, { "server", "memory" }, { "server", "kernel" },
    };

    [Theory]
    [MemberData(nameof(HostsAndProviders))]
    public async Task Stop_UseSctpShutdownOnStop_HandlerReadsAllThenEnds(string kind, string provider)
    {
        const int Count = 100;
        var connected = new TaskCompletionSource();
        var gate = new TaskCompletionSource();
        var received = 0;
        using var host = await StartAsync(kind, provider, builder =>
        {
            builder.UseSctpShutdownOnStop();
            builder.Run(async context =>
            {
                connected.SetResult();
                await gate.Task;
                while (await context.Transport.Input.ReadAsync() is { Buffer.IsEmpty: false } result)
                {
                    received++;
                    context.Transport.Input.AdvanceTo(result.Buffer.End);
                }
            });
        });
        var association = await host.ConnectAsync(EndPoint(host));
        for (var i = 0; i < Count; i++)
        {
            await association.SendTextAsync("x");
        }
        await connected.Task.Bounded();
        // What only waits in the engine is not sent yet, and a peer that shuts down takes no more.
        await Timeouts.Until(() => association.QueuedSendBytes == 0, "all is sent");
        var stopping = host.StopAsync(TestContext.Current.CancellationToken);
        // The server says SHUTDOWN while its handler has read nothing.
        await ReadToEndAsync(association).Bounded();
        Assert.False(stopping.IsCompleted);
        gate.SetResult();

        await stopping.Bounded();
        Assert.Equal(Count, received);
        Assert.Equal(new SctpCloseReason(SctpCloseKind.Shutdown, SctpCloseSide.Peer), association.CloseReason);
        await association.DisposeAsync().Bounded();
    }

    [Theory]
    [MemberData(nameof(HostsAndProviders))]
    public async Task Stop_HandlerSaysGoodbye_GoodbyeArrives(string kind, string provider)
    {
        var ready = new TaskCompletionSource();
        using var host = await StartAsync(kind, provider, builder => builder.Run(async context =>
        {
            var stopping = new TaskCompletionSource();
            var lifetime = context.Features.GetRequiredFeature<IConnectionLifetimeNotificationFeature>();
            using var registration = lifetime.ConnectionClosedRequested.Register(stopping.SetResult);
            ready.SetResult();
            await stopping.Task;
            await context.Transport.Output.WriteAsync("bye"u8.ToArray());
        }));
        await using var association = await host.ConnectAsync(EndPoint(host));
        await ready.Task.Bounded();
        var stopped = host.StopAsync(TestContext.Current.CancellationToken);

        Assert.Equal("bye", await association.ReceiveTextAsync());
        await stopped.Bounded();
    }

    /// <summary>Nothing but the association itself leads to a handler that waits for the host alone.</summary>
    [Theory]
    [MemberData(nameof(HostsAndProviders))]
    public async Task Stop_AfterACollection_ReachesTheHandlerThatWaitsForItAlone(string kind, string provider)
    {
        var ready = new TaskCompletionSource();
        using var host = await StartAsync(kind, provider, builder => builder.Run(async context =>
        {
            var stopping = new TaskCompletionSource();
            using var registration = context.Features.GetRequiredFeature<IConnectionLifetimeNotificationFeature>().ConnectionClosedRequested.Register(stopping.SetResult);
            ready.SetResult();
            await stopping.Task;
            await context.Transport.Output.WriteAsync("bye"u8.ToArray());
        }));
        await using var association = await host.ConnectAsync(EndPoint(host));
        await ready.Task.Bounded();

        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        var stopped = host.StopAsync(TestContext.Current.CancellationToken);

        Assert.Equal("bye", await association.ReceiveTextAsync());
        await stopped.Bounded();
    }

    [Theory]
    [MemberData(nameof(HostsAndProviders))]
    public async Task Stop_HandlerIgnoresIt_AssociationIsAbortedAtTheLimit(string kind, string provider)
    {
        var failure = new TaskCompletionSource<Exception>();
        using var host = await StartAsync(kind, provider, builder => builder.Run(async context =>
        {
            failure.SetResult(await Record.ExceptionAsync(() => TestHost.EchoAsync(context)) ?? new InvalidOperationException("it ended"));
        }));
        await using var association = await host.ConnectAsync(EndPoint(host));
        Assert.Equal("x", await association.RoundTripAsync("x"));
        using var limit = new CancellationTokenSource();
        var stopped = host.StopAsync(limit.Token);
        await limit.CancelAsync();

        await Record.ExceptionAsync(() => stopped.Bounded());
        Assert.IsType<ConnectionAbortedException>(await failure.Task.Bounded());
        await association.Completion.Bounded();
        Assert.Equal((SctpCloseKind.Abort, SctpCloseSide.Peer), (association.CloseReason!.Kind, association.CloseReason.Side));
    }

    [Theory]
    [MemberData(nameof(HostsAndProviders))]
    public async Task Stop_HandlerDrains_NoMoreIsAcceptedMeanwhile(string kind, string provider)
    {
        var drain = new TaskCompletionSource();
        var asked = new TaskCompletionSource();
        using var host = await StartAsync(kind, provider, builder => builder.Run(async context =>
        {
            context.Features.GetRequiredFeature<IConnectionLifetimeNotificationFeature>().ConnectionClosedRequested.Register(asked.SetResult);
            await context.Transport.Output.WriteAsync("up"u8.ToArray());
            await drain.Task;
        }));
        var endPoint = EndPoint(host);
        await using var association = await host.ConnectAsync(endPoint);
        Assert.Equal("up", await association.ReceiveTextAsync());
        var stopped = host.StopAsync(TestContext.Current.CancellationToken);
        await asked.Task.Bounded();

        await Assert.ThrowsAsync<System.Net.Sockets.SocketException>(() => host.ConnectAsync(endPoint));
        Assert.False(stopped.IsCompleted);
        drain.SetResult();
        await stopped.Bounded();
    }

    private static SctpEndPoint EndPoint(IHost host)
        => host.Services.GetServices<SctpServer>().SingleOrDefault()?.EndPoint ?? host.SctpEndPoint();

    private static async Task ReadToEndAsync(SctpAssociation association)
    {
        await foreach (var _ in association.ReadMessagesAsync(TestContext.Current.CancellationToken))
        {
        }
    }

    private static async Task<IHost> StartAsync(string kind, string provider, Action<IConnectionBuilder> configure)
    {
        IHost host;
        if (kind == "kestrel")
        {
            var builder = TestHost.CreateBuilder(provider, kestrel => kestrel.ListenSctp(SctpEndPoint.Loopback(0), configure));
            builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = Timeouts.Default);
            host = builder.Build();
        }
        else
        {
            var builder = Host.CreateApplicationBuilder();
            builder.Services.AddProvider(provider).AddSctpServer(SctpEndPoint.Loopback(0), configure);
            builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = Timeouts.Default);
            host = builder.Build();
        }
        await host.StartAsync(TestContext.Current.CancellationToken).Bounded();
        return host;
    }
}
