using System.Globalization;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using SctpConnections.Linux.Interop;
using SctpConnections.Linux.Tests.Support;
using SctpConnections.TestShared;

namespace SctpConnections.Linux.Tests.Behaviour;

/// <summary>What a listener does when peers are quick, or many, or nobody accepts.</summary>
public sealed class AcceptTests
{
    // Sets up associations that are over as soon as they are: some end by SHUTDOWN, some by ABORT.
    private const string HastyPeer = """
        import socket, struct, sys
        for i in range(int(sys.argv[2])):
            s = socket.socket(socket.AF_INET, socket.SOCK_STREAM, 132)
            s.connect(('127.0.0.1', int(sys.argv[1])))
            for k in range(3): s.sendmsg([b'%d/%d' % (i, k)], [])
            if i % 4 == 3: s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
            s.close()
        print('done')
        """;

    [Fact]
    public async Task Accept_PeersThatEndAtOnce_NothingAcknowledgedIsLost()
    {
        const int Count = 200;
        await using var listener = await Kernel.ListenAsync();
        var port = ((SctpEndPoint)listener.EndPoint).Port.ToString(CultureInfo.InvariantCulture);
        await using var peer = Command.Start("/usr/bin/python3", "-c", HastyPeer, port, Count.ToString(CultureInfo.InvariantCulture));

        for (var i = 0; i < Count; i++)
        {
            await using var association = await listener.AcceptAssociationAsync();
            var texts = new List<string>();
            try
            {
                await foreach (var message in association.ReadMessagesAsync())
                {
                    texts.Add(System.Text.Encoding.ASCII.GetString(message.ToOwned().Payload.FirstSpan));
                }
                Assert.Equal(3, texts.Count);
            }
            catch (SctpAbortedException)
            {
                // An ABORT may overtake what was sent before it.
                Assert.InRange(texts.Count, 0, 3);
                Assert.Equal(3, i % 4);
            }
            for (var k = 0; k < texts.Count; k++)
            {
                Assert.Equal($"{i}/{k}", texts[k]);
            }
        }
        await peer.WaitForAsync("done");
    }

    [Fact]
    public async Task Backlog_NobodyAccepts_TheNextAreRefusedUntilSomebodyDoes()
    {
        const int Backlog = 5;
        await using var listener = await Kernel.ListenAsync(configure: o => o.Backlog = Backlog);
        var clients = new List<SctpAssociation>();
        SocketException? refusal = null;
        while (refusal is null && clients.Count < 1000)
        {
            try
            {
                clients.Add(await Kernel.ConnectAsync(listener.EndPoint));
            }
            catch (SocketException e)
            {
                refusal = e;
            }
        }

        Assert.Equal(SocketError.ConnectionRefused, refusal?.SocketErrorCode);
        Assert.InRange(clients.Count, Backlog, Backlog + 50);
        var ends = new List<SctpAssociation>(clients);
        for (var i = 0; i < clients.Count; i++)
        {
            ends.Add(await listener.AcceptAssociationAsync());
        }
        clients[^1] = await Kernel.ConnectAsync(listener.EndPoint);
        ends.AddRange([clients[^1], await listener.AcceptAssociationAsync()]);
        await Exchange.RoundTripAsync(ends[^2], ends[^1]);
        await Exchange.EndAsync([.. ends]);
    }

    [Fact]
    public async Task Dispose_NotYetAccepted_EveryClientIsAborted()
    {
        var listener = await Kernel.ListenAsync(configure: o => o.Backlog = 3);
        var clients = new List<SctpAssociation>();
        for (var i = 0; i < 3; i++)
        {
            clients.Add(await Kernel.ConnectAsync(listener.EndPoint));
        }

        await listener.DisposeAsync().Bounded();

        foreach (var client in clients)
        {
            await Assert.ThrowsAsync<SctpAbortedException>(() => client.ReadOneAsync());
        }
        await Exchange.EndAsync([.. clients]);
    }

    [Fact]
    public async Task Accepted_Subscriptions_AreTheListeners()
    {
        var (server, client) = await Kernel.PairAsync(o => o.NotifySenderDry = true, o => o.NotifySenderDry = true);

        foreach (var end in (SctpAssociation[])[server, client])
        {
            foreach (var type in (int[])
            [
                SctpConstants.SCTP_ASSOC_CHANGE, SctpConstants.SCTP_PEER_ADDR_CHANGE, SctpConstants.SCTP_SEND_FAILED_EVENT, SctpConstants.SCTP_REMOTE_ERROR,
                SctpConstants.SCTP_SHUTDOWN_EVENT, SctpConstants.SCTP_PARTIAL_DELIVERY_EVENT, SctpConstants.SCTP_ADAPTATION_INDICATION, SctpConstants.SCTP_SENDER_DRY_EVENT,
            ])
            {
                var subscription = new sctp_event { se_type = (ushort)type };
                end.Socket!.GetRawSocketOption(LibCConstants.IPPROTO_SCTP, SctpConstants.SCTP_EVENT, MemoryMarshal.AsBytes(new Span<sctp_event>(ref subscription)));
                Assert.True(subscription.se_on == 1, $"event {type}");
            }
            var isOn = new byte[4];
            end.Socket!.GetRawSocketOption(LibCConstants.IPPROTO_SCTP, SctpConstants.SCTP_RECVRCVINFO, isOn);
            Assert.Equal(1, BitConverter.ToInt32(isOn));
        }
        await Exchange.EndAsync(server, client);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Shutdown_ReceivingIsPaused_EndsAllTheSame(bool isLocal)
    {
        var (server, client) = await Kernel.PairAsync(o => o.ReceiveLimit = 1);
        await client.SendAsync(0, new byte[10]).Bounded();
        await Timeouts.Until(() => server.UnreadBytes > 0, "the server is full");

        var shutdown = (isLocal ? server : client).ShutdownAsync();

        await server.Completion.Bounded();
        await shutdown.Bounded();
        Assert.Equal(SctpCloseKind.Shutdown, server.CloseReason!.Kind);
        Assert.Equal(10, (await server.ReadOneAsync()).Length);
        await Exchange.EndAsync(server, client);
    }
}
