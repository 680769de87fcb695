using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using SctpConnections.Linux.Tests.Support;
using SctpConnections.TestShared;

namespace SctpConnections.Linux.Tests.Behaviour;

/// <summary>Associations that cannot be set up: the right exception, and no socket left.</summary>
public sealed class ConnectFailureTests
{
    private const string Silent = "sctp/10.9.0.2:5000";

    [Fact]
    public async Task Connect_NobodyListens_IsRefusedAndLeavesNoSocket()
    {
        var before = Descriptors.Sockets;

        var error = await Assert.ThrowsAsync<SocketException>(() => Kernel.ConnectAsync(SctpEndPoint.Loopback(9)));

        Assert.Equal(SocketError.ConnectionRefused, error.SocketErrorCode);
        Assert.Contains("sctp/127.0.0.1:9", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, Descriptors.Sockets);
    }

    [Fact]
    public async Task Connect_NoAnswer_EndsWithTheConnectTimeout()
    {
        await using var network = await DummyInterface.AddAsync("silent", "10.9.0.1/24");
        var before = Descriptors.Sockets;

        var error = await Assert.ThrowsAsync<TimeoutException>(() => Kernel.ConnectAsync(SctpEndPoint.Parse(Silent), o => o.ConnectTimeout = Ms(200)));

        Assert.Contains(Silent, error.Message, StringComparison.Ordinal);
        Assert.Equal(before, Descriptors.Sockets);
    }

    [Fact]
    public async Task Connect_NoAnswer_EndsWhenTheInitAttemptsAreUsedUp()
    {
        await using var network = await DummyInterface.AddAsync("silent", "10.9.0.1/24");
        var before = Descriptors.Sockets;

        var error = await Assert.ThrowsAsync<SocketException>(() => Kernel.ConnectAsync(
            SctpEndPoint.Parse(Silent), o => (o.MaxInitAttempts, o.RtoInitial, o.RtoMin, o.RtoMax) = (2, Ms(50), Ms(50), Ms(100))));

        Assert.Equal(SocketError.TimedOut, error.SocketErrorCode);
        Assert.Equal(before, Descriptors.Sockets);
    }

    [Fact]
    public async Task Connect_Cancelled_LeavesNoSocket()
    {
        await using var network = await DummyInterface.AddAsync("silent", "10.9.0.1/24");
        var before = Descriptors.Sockets;
        using var source = new CancellationTokenSource();
        var connect = Kernel.ConnectAsync(SctpEndPoint.Parse(Silent), cancellationToken: source.Token);
        await Timeouts.Until(() => Descriptors.Sockets > before, "the connect is under way");

        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connect);
        await Timeouts.Until(() => Descriptors.Sockets == before, "the socket is closed");
    }

    [Fact]
    public async Task Connect_ForeignLocalAddress_NamesIt()
    {
        var before = Descriptors.Sockets;

        var error = await Assert.ThrowsAsync<SctpException>(() => Kernel.ConnectAsync(SctpEndPoint.Loopback(9), o => o.LocalEndPoint = "sctp/127.0.0.1+192.0.2.7:0"));

        Assert.Contains("192.0.2.7", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, Descriptors.Sockets);
    }

    [Theory]
    [InlineData("sctp/127.0.0.1:0", "sctp/[::1]:9")]
    [InlineData("sctp/[::1]:0", "sctp/127.0.0.1:9")]
    public async Task Connect_WrongFamilies_SaysSo(string local, string remote)
    {
        var error = await Assert.ThrowsAsync<SctpException>(() => Kernel.ConnectAsync(SctpEndPoint.Parse(remote), o => o.LocalEndPoint = local));

        Assert.Contains("IPv4", error.Message, StringComparison.Ordinal);
        Assert.Contains("IPv6", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connect_UnresolvableName_NamesIt()
    {
        var factory = new SctpConnectionFactory([new LinuxSctpProvider(NullLoggerFactory.Instance)], new SctpClientOptions { EndPoint = "no-such-host.invalid:9" }, NullLoggerFactory.Instance);

        var error = await Assert.ThrowsAsync<SocketException>(() => factory.ConnectAsync().Bounded());

        Assert.Contains("no-such-host.invalid", error.Message, StringComparison.Ordinal);
    }

    private static TimeSpan Ms(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);
}
