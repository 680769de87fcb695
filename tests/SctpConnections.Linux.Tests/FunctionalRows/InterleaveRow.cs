using System.Buffers;
using System.Net.Sockets;
using SctpConnections.Linux.Tests.Support;
using SctpConnections.TestShared;
using static SctpConnections.Linux.Tests.Support.ManySocket;

namespace SctpConnections.Linux.Tests.FunctionalRows;

/// <summary>
/// lksctp interleave: with and without I-DATA, which net.sctp.intl_enable makes possible, the same bytes arrive. What differs is who
/// waits for a long message.
/// </summary>
public sealed class InterleaveRow
{
    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task Messages_OfSeveralStreamsAtOnce_ArriveWholeByteForByte(bool isOffered, bool isOfferedByPeer)
    {
        using var sysctl = new Sysctl("intl_enable", isOffered ? "1" : "0");
        var (server, serverId, client, clientId) = await PairAsync(
            o => (o.FragmentInterleave, o.MessageInterleaving) = (true, isOfferedByPeer ? true : null),
            o => (o.FragmentInterleave, o.MessageInterleaving, o.PathMtu) = (true, isOffered ? true : null, 1200));
        const int Streams = 8, Rounds = 5;
        Assert.Equal(isOffered && isOfferedByPeer, client.GetControl(clientId).GetCapabilities().Has(SctpExtension.MessageInterleaving));
        Assert.Equal(isOffered && isOfferedByPeer, server.GetControl(serverId).GetCapabilities().Has(SctpExtension.MessageInterleaving));

        var sends = Enumerable.Range(0, Streams).Select(SendAsync).ToList();

        var next = new int[Streams];
        for (var i = 0; i < Streams * Rounds; i++)
        {
            var item = await server.ReceiveMessageAsync();
            var number = next[item.StreamId]++;
            Assert.Equal(((uint)number, item.StreamId == Streams - 1), (item.PayloadProtocolIdentifier, item.Info.IsUnordered));
            Assert.True(item.Payload.Span.SequenceEqual(Payloads.Create(Size(item.StreamId), (item.StreamId * 100) + number)), $"stream {item.StreamId}, message {number}");
        }
        await Task.WhenAll(sends).Bounded();
        await EndAsync(server, client);

        static int Size(int stream) => 1 + (stream * 9000);

        async Task SendAsync(int stream)
        {
            for (var i = 0; i < Rounds; i++)
            {
                var options = new SctpSendOptions { PayloadProtocolIdentifier = (uint)i, IsUnordered = stream == Streams - 1 };
                await client.SendAsync(clientId, (ushort)stream, Payloads.Create(Size(stream), (stream * 100) + i), options).Bounded();
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ShortMessage_BehindALongOneOfAnotherStream_OvertakesItOnlyWhenInterleaved(bool isInterleaved)
    {
        using var sysctl = new Sysctl("intl_enable", "1");
        var (server, client) = await Kernel.PairAsync(
            o => (o.FragmentInterleave, o.MessageInterleaving, o.ReceiveLimit, o.ReceiveBufferSize) = (true, isInterleaved, 1000, 50_000),
            o => (o.FragmentInterleave, o.MessageInterleaving, o.PathMtu, o.SendBufferSize, o.StreamScheduler) = (true, isInterleaved, 1200, 1_000_000, SctpStreamScheduler.RoundRobin));
        const int Waiting = 5;
        for (var i = 0; i < Waiting; i++)
        {
            await client.SendAsync(0, Payloads.Create(40_000, i)).Bounded();
        }
        await Timeouts.Until(() => server.UnreadBytes > 1000 && client.QueuedSendBytes == 0, "the server is full");

        await client.SendAsync(1, Payloads.Create(60_000, 1)).Bounded();
        await client.SendAsync(2, Payloads.Create(100, 2)).Bounded();
        await Timeouts.Until(() => client.QueuedSendBytes == 0, "both are with the kernel");

        var order = new List<int>();
        for (var i = 0; i < Waiting + 2; i++)
        {
            var message = await server.ReadOneAsync();
            order.Add(message.StreamId);
            Assert.Equal(message.StreamId switch { 0 => 40_000, 1 => 60_000, _ => 100 }, message.Length);
        }
        Assert.Equal(isInterleaved, order.IndexOf(2) < order.IndexOf(1));
        await Exchange.EndAsync(server, client);
    }

    [Fact]
    public async Task MessageInterleaving_KernelHasItOff_IsRefusedWithTheSysctl()
    {
        using var sysctl = new Sysctl("intl_enable", "0");
        var sockets = Descriptors.Sockets;

        var error = Assert.Throws<SctpException>(() => Open(o => (o.FragmentInterleave, o.MessageInterleaving) = (true, true)));

        Assert.Contains("net.sctp.intl_enable=1", error.Message, StringComparison.Ordinal);
        Assert.Equal(SocketError.AccessDenied, Assert.IsType<SocketException>(error.InnerException).SocketErrorCode);
        Assert.Equal(sockets, Descriptors.Sockets);
        Assert.Throws<ArgumentException>(() => Open(o => o.MessageInterleaving = true));
        await using var plain = Open();
        Assert.True(plain.Control.Settings.FragmentInterleave);
    }
}
