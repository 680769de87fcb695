using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using SctpConnections.Features;
using SctpConnections.TestShared;

namespace SctpConnections.AspNetCore.Tests;

public sealed class UseSctpStreamsTests
{
    [Theory]
    [InlineData("memory")]
    [InlineData("kernel")]
    public async Task UseSctpStreams_ManyStreams_EachHasItsOwnPipeline(string provider)
    {
        var streams = new ConcurrentDictionary<long, string>();
        await using var app = await StartAsync(provider, stream => stream.Run(async context =>
        {
            Assert.True(streams.TryAdd(context.Features.GetRequiredFeature<IStreamIdFeature>().StreamId, context.ConnectionId));
            await TestHost.EchoAsync(context);
        }));
        await using var association = await app.ConnectAsync();
        foreach (ushort id in (ushort[])[3, 0, 63, 3, 0])
        {
            Assert.Equal($"on {id}", await association.RoundTripAsync($"on {id}", id));
        }

        Assert.Equal([0, 3, 63], streams.Keys.Order());
        Assert.Equal(3, streams.Values.Distinct().Count());
    }

    [Fact]
    public async Task UseSctpStreams_BlockedStream_OthersGoOn()
    {
        using var gate = new ManualResetEventSlim();
        await using var app = await StartAsync("memory", stream => stream.Run(context =>
        {
            if (context.Features.GetRequiredFeature<ISctpStreamFeature>().Stream.Id == 1)
            {
                // Even a handler that blocks its thread.
                Assert.True(gate.Wait(Timeouts.Default));
            }
            return TestHost.EchoAsync(context);
        }));
        await using var association = await app.ConnectAsync();
        await association.SendTextAsync("first", 1);
        Assert.Equal("second", await association.RoundTripAsync("second", 2));
        gate.Set();
        Assert.Equal("first", await association.ReceiveTextAsync());
    }

    [Fact]
    public async Task UseSctpStreams_HandlerThrows_LogsAndOthersGoOn()
    {
        using var log = new LogCapture();
        await using var app = await StartAsync("memory", stream => stream.Run(context =>
            context.Features.GetRequiredFeature<IStreamIdFeature>().StreamId == 1 ? throw new FormatException("bad") : TestHost.EchoAsync(context)), log);
        await using var association = await app.ConnectAsync();
        await association.SendTextAsync("x", 1);
        Assert.Equal("y", await association.RoundTripAsync("y", 2));

        await Timeouts.Until(() => log.Entries.Any(entry => entry.Id.Id == 300), "the failure is logged");
        var failed = log.Entries.Single(entry => entry.Id.Id == 300);
        Assert.Equal(LogLevel.Error, failed.Level);
        Assert.IsType<FormatException>(failed.Exception);
        Assert.Null(association.CloseReason);
    }

    [Fact]
    public async Task UseSctpStreams_AssociationAborted_PipelinesEndAndNothingIsAnError()
    {
        using var log = new LogCapture();
        var ended = new TaskCompletionSource();
        await using var app = await TestHost.StartAsync("memory", kestrel => kestrel.ListenSctp(SctpEndPoint.Loopback(0), listen =>
        {
            listen.Use(next => async context =>
            {
                await next(context);
                ended.SetResult();
            });
            listen.UseSctpStreams(stream => stream.Run(TestHost.EchoAsync));
        }), log);
        await using var association = await app.ConnectAsync();
        Assert.Equal("x", await association.RoundTripAsync("x", 5));
        association.Abort("enough");

        await ended.Task.Bounded();
        Assert.Contains(log.Entries, entry => entry.Id.Id == 301);
        Assert.DoesNotContain(log.Entries, entry => entry.Level >= LogLevel.Error);
    }

    [Fact]
    public async Task UseSctpStreams_PeerShutsDown_WaitsForRunningPipelines()
    {
        var gate = new TaskCompletionSource();
        var started = new TaskCompletionSource();
        var order = new ConcurrentQueue<string>();
        var ended = new TaskCompletionSource();
        await using var app = await TestHost.StartAsync("memory", kestrel => kestrel.ListenSctp(SctpEndPoint.Loopback(0), listen =>
        {
            listen.Use(next => async context =>
            {
                await next(context);
                order.Enqueue("association");
                ended.SetResult();
            });
            listen.UseSctpStreams(stream => stream.Run(async _ =>
            {
                started.SetResult();
                await gate.Task;
                order.Enqueue("stream");
            }));
        }));
        await using var association = await app.ConnectAsync();
        await association.SendTextAsync("x", 5);
        await started.Task.Bounded();
        await association.ShutdownAsync(TestContext.Current.CancellationToken).Bounded();
        Assert.False(ended.Task.IsCompleted);
        gate.SetResult();

        await ended.Task.Bounded();
        Assert.Equal(["stream", "association"], order);
    }

    [Fact]
    public async Task UseSctpStreams_WithoutHandler_LogsClearError()
    {
        using var log = new LogCapture();
        await using var app = await StartAsync("memory", _ => { }, log);
        await using var association = await app.ConnectAsync();
        await association.SendTextAsync("x", 1);

        await Timeouts.Until(() => log.Entries.Any(entry => entry.Id.Id == 300), "the failure is logged");
        Assert.Contains("has no handler", log.Entries.Single(entry => entry.Id.Id == 300).Exception!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UseSctpStreams_OnTcp_FailsWithClearError()
    {
        var failure = new TaskCompletionSource<Exception>();
        await using var app = await TestHost.StartAsync("memory", kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Use(next => async context => failure.TrySetResult(await Assert.ThrowsAsync<InvalidOperationException>(() => next(context))));
            listen.UseSctpStreams(stream => stream.Run(TestHost.EchoAsync));
        }));
        using var client = new System.Net.Sockets.TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, app.TcpAddress().Port, TestContext.Current.CancellationToken);

        Assert.Contains("UseSctpStreams needs an SCTP association", (await failure.Task.Bounded()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("memory")]
    [InlineData("kernel")]
    public async Task UseSctpMessages_SeveralStreams_HandlesAllInOrderAndReturns(string provider)
    {
        var ended = new TaskCompletionSource();
        await using var app = await TestHost.StartAsync(provider, kestrel => kestrel.ListenSctp(SctpEndPoint.Loopback(0), listen =>
        {
            listen.Use(next => async context =>
            {
                await next(context);
                ended.SetResult();
            });
            listen.UseSctpMessages((association, message) => association.SendAsync(message.StreamId, message.Payload, message.ToSendOptions()));
        }));
        await using var association = await app.ConnectAsync();
        Assert.Equal("a", await association.RoundTripAsync("a", 1));
        Assert.Equal("b", await association.RoundTripAsync("b", 2));
        await association.ShutdownAsync(TestContext.Current.CancellationToken).Bounded();

        await ended.Task.Bounded();
    }

    private static Task<Microsoft.AspNetCore.Builder.WebApplication> StartAsync(string provider, Action<IConnectionBuilder> configure, LogCapture? log = null)
        => TestHost.StartAsync(provider, kestrel => kestrel.ListenSctp(SctpEndPoint.Loopback(0), listen => listen.UseSctpStreams(configure)), log);
}
