using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging.Abstractions;
using SctpConnections.TestShared;

namespace SctpConnections.Tests;

public sealed class ConnectTests
{
    private readonly MemoryProvider _provider = new();
    private readonly SctpClientOptions _options = new();

    private SctpConnectionFactory Factory => new([_provider], _options, NullLoggerFactory.Instance);

    [Fact]
    public async Task ConnectAsync_Refused_ThrowsSocketException()
    {
        _provider.Options.RefusesConnects = true;

        var error = await Assert.ThrowsAsync<SocketException>(() => Factory.ConnectAsync(SctpEndPoint.Loopback(1)).Bounded());

        Assert.Equal(SocketError.ConnectionRefused, error.SocketErrorCode);
    }

    [Fact]
    public async Task ConnectAsync_NoAnswer_TimesOutAndNamesThePeer()
    {
        var clock = new TestClock();
        (_options.TimeProvider, _options.ConnectTimeout) = (clock, TimeSpan.FromSeconds(3));
        _provider.Options.HangsConnects = true;
        var connect = Factory.ConnectAsync(SctpEndPoint.Loopback(7)).AsTask();
        Assert.Equal(TimeSpan.FromSeconds(3), await clock.WhenArmedAsync());

        clock.Advance(TimeSpan.FromSeconds(3));

        var error = await Assert.ThrowsAsync<TimeoutException>(() => connect.Bounded());
        Assert.Contains("sctp/127.0.0.1:7", error.Message, StringComparison.Ordinal);
        Assert.Contains("00:00:03", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ConnectAsync_Cancelled_ThrowsWithTheCallersToken()
    {
        _provider.Options.HangsConnects = true;
        using var source = new CancellationTokenSource();
        var connect = Factory.ConnectAsync(SctpEndPoint.Loopback(7), source.Token).AsTask();

        await source.CancelAsync();

        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connect.Bounded());
        Assert.Equal(source.Token, error.CancellationToken);
    }

    [Fact]
    public async Task ConnectAsync_WrongArguments_Throw()
    {
        await Assert.ThrowsAsync<ArgumentNullException>(() => Factory.ConnectAsync((SctpEndPoint)null!).Bounded());
        await Assert.ThrowsAsync<ArgumentException>(() => Factory.ConnectAsync(SctpEndPoint.Loopback(0)).Bounded());
        await Assert.ThrowsAsync<ArgumentException>(() => Factory.ConnectAsync(new IPEndPoint(IPAddress.Loopback, 1)).Bounded());
        await Assert.ThrowsAsync<InvalidOperationException>(() => Factory.ConnectAsync().Bounded());
    }

    [Fact]
    public async Task ConnectAsync_WrongOptions_ThrowsAndNamesThem()
    {
        _options.OutboundStreams = 0;

        var error = await Assert.ThrowsAsync<ArgumentException>(() => Factory.ConnectAsync(SctpEndPoint.Loopback(1)).Bounded());

        Assert.Contains("OutboundStreams is '0'", error.Message, StringComparison.Ordinal);
    }
}
