using System.Buffers;
using System.Globalization;
using SctpConnections.Linux.Tests.Support;
using SctpConnections.TestShared;

namespace SctpConnections.Linux.Tests.Behaviour;

/// <summary>Bytes on the wire, and messages that do not fit the buffers.</summary>
public sealed class DataTests
{
    // Sends with the identifier's bytes in network order as RFC 9260 wants them, and wants them so in the answer.
    private const string WirePeer = """
        import socket, struct, sys
        s = socket.socket(socket.AF_INET, socket.SOCK_STREAM, 132)
        s.setsockopt(132, 32, 1)
        s.settimeout(20)
        s.connect(('127.0.0.1', int(sys.argv[1])))
        s.sendmsg([b'ask'], [(132, 2, struct.pack('=HH', 3, 0) + bytes([1, 2, 3, 4]) + bytes(8))])
        while True:
            data, ancillary, flags, _ = s.recvmsg(100, 256)
            if not flags & 0x8000: break
        print('identifier on the wire', next(c for _, kind, c in ancillary if kind == 3)[8:12].hex())
        """;

    [Fact]
    public async Task Identifier_OnTheWire_IsInNetworkOrder()
    {
        await using var listener = await Kernel.ListenAsync();
        var accept = listener.AcceptAssociationAsync();
        await using var peer = Command.Start("/usr/bin/python3", "-c", WirePeer, ((SctpEndPoint)listener.EndPoint).Port.ToString(CultureInfo.InvariantCulture));
        await using var server = await accept;

        var message = await server.ReadOneAsync();
        await server.SendAsync(0, "answer"u8.ToArray(), new SctpSendOptions { PayloadProtocolIdentifier = 0x0A0B0C0D }).Bounded();

        Assert.Equal(0x01020304u, message.PayloadProtocolIdentifier);
        Assert.Equal(3, message.StreamId);
        await peer.WaitForAsync("identifier on the wire 0a0b0c0d");
    }

    [Fact]
    public async Task Message_LargerThanTheReceiveBuffer_ArrivesWhole()
    {
        var (server, client) = await Kernel.PairAsync(
            o => (o.MaxMessageSize, o.ReceiveBufferSize) = (8 << 20, 200_000), o => (o.MaxMessageSize, o.SendBufferSize) = (8 << 20, 8 << 20));
        var payload = Payloads.Create(3_000_000, 1);
        var read = server.ReadOneAsync();

        await client.SendAsync(9, payload).Bounded();
        await client.SendAsync(9, new byte[5]).Bounded();

        Assert.True((await read).Payload.ToArray().AsSpan().SequenceEqual(payload));
        Assert.Equal(5, (await server.ReadOneAsync()).Length);
        await Exchange.EndAsync(server, client);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task MixedLoad_SizesStreamsAndOrderings_NothingIsDiscardedOrSentAgain(bool isStreams)
    {
        await using var server = await EchoServer.StartAsync(isStreams);
        var before = SctpCounters.Read();

        for (var i = 0; i < 3; i++)
        {
            await Command.RunAsync("/usr/bin/python3", Repository.Peer("raw_peer.py"), "client", "127.0.0.1", server.Port);
        }

        Assert.Equal(before, SctpCounters.Read());
    }

    [Fact]
    public async Task PeerAborts_WithMessagesQueued_TheyAreReadBeforeTheError()
    {
        const int Count = 100;
        var (server, client) = await Kernel.PairAsync();
        for (var i = 0; i < Count; i++)
        {
            await client.SendAsync(0, BitConverter.GetBytes(i)).Bounded();
        }
        await Timeouts.Until(() => server.UnreadBytes == Count * (4 + 96), "all have arrived");

        client.Abort();

        for (var i = 0; i < Count; i++)
        {
            Assert.Equal(i, BitConverter.ToInt32((await server.ReadOneAsync()).Payload.ToArray()));
        }
        var error = await Assert.ThrowsAsync<SctpAbortedException>(() => server.ReadOneAsync());
        Assert.Equal(SctpErrorCause.UserInitiatedAbort, error.CauseCode);
        await Exchange.EndAsync(server, client);
    }
}
