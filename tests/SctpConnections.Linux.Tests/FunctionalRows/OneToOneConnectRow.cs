using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging.Abstractions;
using SctpConnections.Linux.Tests.Support;
using SctpConnections.TestShared;

namespace SctpConnections.Linux.Tests.FunctionalRows;

/// <summary>
/// lksctp 1_to_1_connect. EFAULT and EINVAL for length or family become null, a foreign EndPoint and port 0: ArgumentException. EBADF,
/// ENOTSOCK and EISCONN (a listener, an established socket) are impossible by types: a factory makes a socket for each connect. A full
/// backlog is ECONNREFUSED as there. Nobody listens, no answer, cancelled: ConnectFailureTests.
/// </summary>
public sealed class OneToOneConnectRow
{
    [Fact]
    public async Task Connect_BacklogFull_IsRefusedUntilOneIsAccepted()
    {
        var before = Descriptors.Sockets;
        await using var listener = await Kernel.ListenAsync(configure: o => o.Backlog = 1);
        var clients = new List<SctpAssociation>();

        var error = await Assert.ThrowsAsync<SocketException>(async () =>
        {
            // The listener hears of its limit on another thread, so that some more come through.
            for (var i = 0; i < 100; i++)
            {
                clients.Add(await Kernel.ConnectAsync(listener.EndPoint));
            }
        });

        Assert.Equal(SocketError.ConnectionRefused, error.SocketErrorCode);
        Assert.Contains("backlog", error.Message, StringComparison.Ordinal);
        var servers = new List<SctpAssociation> { await listener.AcceptAssociationAsync() };
        clients.Add(await Kernel.ConnectAsync(listener.EndPoint));
        while (servers.Count < clients.Count)
        {
            servers.Add(await listener.AcceptAssociationAsync());
        }
        // By now each that is up has its own at either end, and the refused one left none.
        Assert.Equal(before + 1 + clients.Count + servers.Count, Descriptors.Sockets);
        await Exchange.RoundTripAsync(clients[^1], servers[^1]);
        await Exchange.EndAsync([.. clients, .. servers]);
    }

    [Fact]
    public async Task Connect_AgainAfterClose_FromTheSamePort_IsANewAssociation()
    {
        await using var listener = await Kernel.ListenAsync();
        var local = "sctp/127.0.0.1:0";
        for (var i = 0; i < 3; i++)
        {
            var accept = listener.AcceptAssociationAsync();
            var client = await Kernel.ConnectAsync(listener.EndPoint, o => o.LocalEndPoint = local);
            var server = await accept;
            local = client.LocalEndPoint.ToString();
            await Exchange.RoundTripAsync(client, server);
            await Exchange.EndAsync(client, server);
        }
    }

    [Fact]
    public async Task Connect_SecondFromAPortInUse_ThrowsAddressInUseAndTheFirstGoesOn()
    {
        await using var listener = await Kernel.ListenAsync();
        var accept = listener.AcceptAssociationAsync();
        var client = await Kernel.ConnectAsync(listener.EndPoint);
        var server = await accept;
        var port = client.LocalEndPoint.Port;

        var error = await Assert.ThrowsAsync<AddressInUseException>(() => Kernel.ConnectAsync(listener.EndPoint, o => o.LocalEndPoint = $"sctp/127.0.0.1:{port}"));

        Assert.Equal(SocketError.AddressAlreadyInUse, Assert.IsType<SocketException>(error.InnerException).SocketErrorCode);
        await Exchange.RoundTripAsync(client, server);
        await Exchange.EndAsync(client, server);
    }

    [Fact]
    public async Task Connect_NoSctpEndPoint_IsAnArgumentErrorAndMakesNoSocket()
    {
        var before = Descriptors.Sockets;
        var factory = new SctpConnectionFactory([new LinuxSctpProvider(NullLoggerFactory.Instance)], new SctpClientOptions(), NullLoggerFactory.Instance);

        foreach (var endPoint in (EndPoint?[])[null, new IPEndPoint(IPAddress.Loopback, 9), new DnsEndPoint("localhost", 9), new UnixDomainSocketEndPoint("/run/x")])
        {
            var error = await Assert.ThrowsAsync<ArgumentException>(() => factory.ConnectAsync(endPoint!).Bounded());
            Assert.Contains(endPoint?.GetType().Name ?? "null", error.Message, StringComparison.Ordinal);
        }
        await Assert.ThrowsAsync<ArgumentNullException>(() => factory.ConnectAsync((SctpEndPoint)null!).Bounded());
        await Assert.ThrowsAsync<ArgumentException>(() => factory.ConnectAsync(SctpEndPoint.Loopback(0)).Bounded());
        await Assert.ThrowsAsync<InvalidOperationException>(() => factory.ConnectAsync().Bounded());

        Assert.Equal(before, Descriptors.Sockets);
    }
}
