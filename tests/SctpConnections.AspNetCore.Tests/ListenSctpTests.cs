using System.Buffers;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SctpConnections.TestShared;

namespace SctpConnections.AspNetCore.Tests;

public sealed class ListenSctpTests
{
    [Fact]
    public async Task ListenSctp_BeforeCallback_ProtocolsAreNone()
    {
        HttpProtocols? protocols = null;
        await using var app = await TestHost.StartAsync("memory", kestrel => kestrel.ListenSctp(SctpEndPoint.Loopback(0), listen =>
        {
            protocols = listen.Protocols;
            listen.Run(TestHost.EchoAsync);
        }));

        Assert.Equal(HttpProtocols.None, protocols);
    }

    [Fact]
    public async Task ListenSctp_WithoutHandler_ConnectionFailsWithClearError()
    {
        using var log = new LogCapture();
        await using var app = await TestHost.StartAsync("memory", kestrel => kestrel.ListenSctp(SctpEndPoint.Loopback(0), listen => listen.UseConnectionLogging()), log);
        await using var association = await app.ConnectAsync();
        await association.Completion.Bounded();

        await Timeouts.Until(() => log.Entries.Any(entry => entry.Exception is InvalidOperationException), "the error is logged");
        var logged = log.Entries.First(entry => entry.Exception is InvalidOperationException);
        Assert.Equal(LogLevel.Error, logged.Level);
        Assert.Contains("has no handler: call UseSctpStreams", logged.Exception!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ListenSctp_TransportNotRegistered_StartFailsWithRemedy()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenSctp(SctpEndPoint.Loopback(0), listen => listen.Run(TestHost.EchoAsync)));

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => TestHost.StartAsync(builder));
        Assert.Contains("call services.AddSctp()", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ListenSctp_WithOptions_OnlyThatListenerHasThem()
    {
        await using var app = await TestHost.StartAsync("memory", kestrel =>
        {
            kestrel.ListenSctp(SctpEndPoint.Loopback(3001), options => options.InboundStreams = 7, listen => listen.Run(TestHost.EchoAsync));
            kestrel.ListenSctp(SctpEndPoint.Loopback(3002), listen => listen.Run(TestHost.EchoAsync));
        });
        await using var first = await app.ConnectAsync(SctpEndPoint.Loopback(3001));
        await using var second = await app.ConnectAsync(SctpEndPoint.Loopback(3002));

        Assert.Equal(7, first.OutboundStreams);
        Assert.Equal(64, second.OutboundStreams);
    }

    [Fact]
    public async Task ListenSctp_WrongOptions_StartFailsAndNamesThem()
    {
        var builder = TestHost.CreateBuilder("memory", kestrel => kestrel.ListenSctp(
            SctpEndPoint.Loopback(0), options => options.Backlog = -3, listen => listen.Run(TestHost.EchoAsync)));

        var error = await Assert.ThrowsAsync<ArgumentException>(() => TestHost.StartAsync(builder));
        Assert.Contains("Backlog is '-3', but must lie between", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ListenSctp_PortInUse_StartFailsAndNamesTheEndPoint()
    {
        var builder = TestHost.CreateBuilder("memory", kestrel =>
        {
            kestrel.ListenSctp(SctpEndPoint.Loopback(3003), listen => listen.Run(TestHost.EchoAsync));
            kestrel.ListenSctp(SctpEndPoint.Loopback(3003), listen => listen.Run(TestHost.EchoAsync));
        });

        var error = await Assert.ThrowsAsync<IOException>(() => TestHost.StartAsync(builder));
        Assert.Contains("sctp/127.0.0.1:3003", error.Message, StringComparison.Ordinal);
        Assert.IsType<AddressInUseException>(error.InnerException);
    }

    [Theory]
    [InlineData("memory")]
    [InlineData("kernel")]
    public async Task ListenSctp_Http1_AnswersOverSctp(string provider)
    {
        // Longer than a message may be: the answer is cut.
        var body = new string('x', 3_000_000);
        var builder = TestHost.CreateBuilder(provider, kestrel => kestrel.ListenSctp(SctpEndPoint.Loopback(0), listen => listen.Protocols = HttpProtocols.Http1));
        await using var app = builder.Build();
        app.Run(context => context.Response.WriteAsync(body));
        await app.StartAsync(TestContext.Current.CancellationToken).Bounded();

        await using var association = await app.ConnectAsync();
        await association.SendTextAsync("GET / HTTP/1.1\r\nHost: sctp\r\nConnection: close\r\n\r\n");
        var answer = new StringBuilder();
        await ReadAllAsync().Bounded();

        Assert.StartsWith("HTTP/1.1 200 OK\r\n", answer.ToString(), StringComparison.Ordinal);
        Assert.Equal(body.Length, answer.ToString().Count(c => c == 'x'));

        async Task ReadAllAsync()
        {
            await foreach (var message in association.ReadMessagesAsync(TestContext.Current.CancellationToken))
            {
                answer.Append(Encoding.ASCII.GetString(message.Payload));
            }
        }
    }

    [Theory]
    [InlineData("memory")]
    [InlineData("kernel")]
    public async Task ListenSctp_Handler_EchoesAndSeesTheEnd(string provider)
    {
        var ended = new TaskCompletionSource();
        await using var app = await TestHost.StartAsync(provider, kestrel => kestrel.ListenSctp(SctpEndPoint.Loopback(0), listen => listen.Run(async context =>
        {
            await TestHost.EchoAsync(context);
            ended.SetResult();
        })));
        var association = await app.ConnectAsync();
        Assert.Equal(provider, association.ProviderName);
        Assert.Equal("one", await association.RoundTripAsync("one"));
        Assert.Equal("two", await association.RoundTripAsync("two"));
        await association.DisposeAsync().Bounded();

        await ended.Task.Bounded();
        Assert.Equal(SctpCloseKind.Shutdown, association.CloseReason?.Kind);
    }
}
