using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SctpConnections.Linux.Tests.Support;
using SctpConnections.TestShared;

namespace SctpConnections.Linux.Tests.FunctionalRows;

/// <summary>
/// lksctp 1_to_1_socket_bind_listen. A bad domain, type or protocol is impossible by types; no SCTP at all: NoSctpTests. A bad
/// address, length or descriptor becomes null and foreign EndPoints. EADDRNOTAVAIL, EACCES: BindFailureTests. Port 0, EADDRINUSE:
/// ListenerContract. Binding or listening twice makes a second listener, so it is EADDRINUSE, never EINVAL.
/// </summary>
public sealed class OneToOneSocketBindListenRow
{
    [Fact]
    public async Task Bind_NoSctpEndPoint_IsAnArgumentErrorAndMakesNoSocket()
    {
        var before = Descriptors.Sockets;
        var factory = new SctpTransportFactory([new LinuxSctpProvider(NullLoggerFactory.Instance)], Options.Create(new SctpTransportOptions()), NullLoggerFactory.Instance);

        foreach (var endPoint in (EndPoint?[])[null, new IPEndPoint(IPAddress.Loopback, 0), new DnsEndPoint("localhost", 0), new UnixDomainSocketEndPoint("/run/x")])
        {
            var error = await Assert.ThrowsAsync<ArgumentException>(async () => await factory.BindAsync(endPoint!));
            Assert.Contains(endPoint?.GetType().Name ?? "null", error.Message, StringComparison.Ordinal);
        }
        Assert.Equal(before, Descriptors.Sockets);
    }

    [Theory]
    [InlineData("sctp/224.0.0.1:0", "224.0.0.1")]
    [InlineData("sctp/255.255.255.255:0", "255.255.255.255")]
    [InlineData("sctp/0.0.0.0+127.0.0.1:0", "127.0.0.1")]
    [InlineData("sctp/127.0.0.1+0.0.0.0:0", "0.0.0.0")]
    [InlineData("sctp/[ff02::1]:0", "ff02::1")]
    [InlineData("sctp/[fe80::1]:0", "fe80::1")]
    public async Task Bind_AddressThatCannotBeBound_NamesItAndLeavesNoSocket(string endPoint, string address)
    {
        var before = Descriptors.Sockets;

        var error = await Assert.ThrowsAsync<SctpException>(() => Kernel.ListenAsync(SctpEndPoint.Parse(endPoint)));

        Assert.StartsWith(address + " of " + endPoint, error.Message, StringComparison.Ordinal);
        Assert.IsType<SocketException>(error.InnerException);
        Assert.Equal(before, Descriptors.Sockets);
    }

    [Theory]
    [InlineData("sctp/127.0.0.1:{0}", "sctp/0.0.0.0:{0}")]
    [InlineData("sctp/0.0.0.0:{0}", "sctp/127.0.0.1:{0}")]
    [InlineData("sctp/[::]:{0}", "sctp/127.0.0.1:{0}")]
    [InlineData("sctp/127.0.0.1+127.0.0.2:{0}", "sctp/127.0.0.2+127.0.0.3:{0}")]
    public async Task Bind_OverlapsAnotherListener_IsInUseAndTheFirstGoesOn(string first, string second)
    {
        await using var listener = await Kernel.ListenAsync(SctpEndPoint.Parse(Format(first, 0)));
        var port = ((SctpEndPoint)listener.EndPoint).Port;

        var error = await Assert.ThrowsAsync<AddressInUseException>(() => Kernel.ListenAsync(SctpEndPoint.Parse(Format(second, port))));

        Assert.Contains(Format(second, port).Replace("0.0.0.0", "*", StringComparison.Ordinal), error.Message.Replace("0.0.0.0", "*", StringComparison.Ordinal), StringComparison.Ordinal);
        var accept = listener.AcceptAssociationAsync();
        var client = await Kernel.ConnectAsync(SctpEndPoint.Loopback(port));
        await Exchange.EndAsync(client, await accept);
    }

    [Fact]
    public async Task Bind_OnePortTwoAddresses_AreTwoListeners()
    {
        await using var one = await Kernel.ListenAsync(SctpEndPoint.Parse("sctp/127.0.0.1:0"));
        var port = ((SctpEndPoint)one.EndPoint).Port;
        await using var two = await Kernel.ListenAsync(SctpEndPoint.Parse($"sctp/127.0.0.2:{port}"));

        foreach (var listener in (IConnectionListener[])[one, two])
        {
            var accept = listener.AcceptAssociationAsync();
            var client = await Kernel.ConnectAsync(listener.EndPoint);
            var server = await accept;
            Assert.Equal(listener.EndPoint, server.LocalEndPoint);
            await Exchange.EndAsync(client, server);
        }
    }

    [Fact]
    public async Task Listen_BacklogOutOfRange_IsRefusedByName()
    {
        foreach (var backlog in (int[])[0, -1, 65_536])
        {
            var error = await Assert.ThrowsAsync<ArgumentException>(() => Kernel.ListenAsync(configure: o => o.Backlog = backlog));
            Assert.Contains(nameof(SctpTransportOptions.Backlog), error.Message, StringComparison.Ordinal);
        }
    }

    private static string Format(string endPoint, int port) => endPoint.Replace("{0}", port.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
}
