using System.Net;
using System.Runtime.InteropServices;
using SctpConnections.Linux.Interop;
using SctpConnections.Linux.Tests.Support;
using SctpConnections.TestShared;

namespace SctpConnections.Linux.Tests.Delivery;

/// <summary>Options of a single message: partial reliability, destination, key.</summary>
public sealed class PolicyTests
{
    [Fact]
    public async Task MaxRetransmissions_AllAreLost_ExpiresAndTheReliableOneArrives()
    {
        var (server, client) = await Kernel.PairAsync(client: FastTimers);
        Task<SctpDelivery> mortal, reliable;
        await using (await PacketLoss.StartAsync())
        {
            var before = SctpCounters.Read();
            mortal = client.DeliverAsync(3, Payloads.Create(3000, 1), new SctpSendOptions { MaxRetransmissions = 1 }).AsTask();
            reliable = client.DeliverAsync(4, Payloads.Create(100, 2)).AsTask();
            await Timeouts.Until(() => SctpCounters.Read().T3Expirations > before.T3Expirations + 2, "the timer ran out three times");
        }

        var result = await mortal.Bounded();

        // The kernel does not return what it has sent before.
        Assert.Equal((SctpDeliveryStatus.Expired, 3000, 0), (result.Status, result.UndeliveredBytes, result.Undelivered.Length));
        Assert.Equal(default, await reliable.Bounded());
        Assert.Equal(4, (await server.ReadOneAsync()).StreamId);
        await Exchange.EndAsync(server, client);
    }

    [Fact]
    public async Task MaxRetransmissions_NothingIsLost_IsAcknowledged()
    {
        var (server, client) = await Kernel.PairAsync();

        Assert.Equal(default, await client.DeliverAsync(3, new byte[3000], new SctpSendOptions { MaxRetransmissions = 1 }).Bounded());
        Assert.Equal(default, await client.DeliverAsync(3, new byte[3000], new SctpSendOptions { Lifetime = TimeSpan.FromSeconds(9) }).Bounded());
        Assert.Equal(default, await client.DeliverAsync(3, new byte[3000], new SctpSendOptions { Priority = 1 }).Bounded());

        await Exchange.EndAsync(server, client);
    }

    [Fact]
    public async Task Priority_BufferFull_TheLessImportantExpiresForTheMoreImportant()
    {
        const int Size = 10_000, Count = 30;
        var (server, client) = await Kernel.PairAsync(o => (o.ReceiveLimit, o.ReceiveBufferSize) = (1000, 50_000), o => o.SendBufferSize = 150_000);
        // More than the server's window and what it reads meanwhile, so that nothing behind them is sent.
        var reliable = Enumerable.Range(0, 8).Select(i => client.DeliverAsync(0, Payloads.Create(20_000, i)).AsTask()).ToArray();
        await Timeouts.Until(() => server.UnreadBytes > 1000, "the server is full");
        var low = Enumerable.Range(0, 5).Select(i => client.DeliverAsync(1, Payloads.Create(Size, i), new SctpSendOptions { Priority = 100 }).AsTask()).ToArray();
        await Timeouts.Until(() => client.QueuedSendBytes == 0, "the less important ones are with the kernel");

        var high = Enumerable.Range(0, Count).Select(i => client.DeliverAsync(2, Payloads.Create(Size, i), new SctpSendOptions { Priority = 1 }).AsTask()).ToArray();
        await Timeouts.Until(() => AbandonedUnsent(client, streamId: 1) > 0, "less important ones are given up");
        var reading = ReadStreamsAsync(server);

        Assert.All(await Task.WhenAll(reliable).Bounded(), result => Assert.Equal(default, result));
        Assert.All(await Task.WhenAll(high).Bounded(), result => Assert.Equal(default, result));
        Assert.All(await Task.WhenAll(low).Bounded(), result => Assert.Equal((SctpDeliveryStatus.Expired, Size), (result.Status, result.UndeliveredBytes)));
        await Exchange.EndAsync(client);
        var streams = await reading.Bounded();
        Assert.Equal(Count, streams.Count(id => id == 2));
        Assert.InRange(streams.Count(id => id == 1), 0, 4);
        await Exchange.EndAsync(server);
    }

    [Fact]
    public async Task Lost_PeerIsSilent_HasFailed()
    {
        var (server, client) = await Kernel.PairAsync(client: o =>
        {
            FastTimers(o);
            o.AssociationMaxRetransmissions = 2;
        });
        await using (await PacketLoss.StartAsync())
        {
            var result = await client.DeliverAsync(3, Payloads.Create(3000, 1)).Bounded();

            Assert.Equal((SctpDeliveryStatus.Failed, 3000), (result.Status, result.UndeliveredBytes));
            Assert.Equal(Payloads.Create(3000, 1), result.Undelivered.ToArray());
            await client.Completion.Bounded();
            Assert.Equal(SctpCloseKind.Lost, client.CloseReason?.Kind);
        }
        server.Abort();
        await Exchange.EndAsync(server, client);
    }

    [Fact]
    public async Task Destination_OfThePeer_IsWhereTheMessageGoes()
    {
        await using var listener = await Kernel.ListenAsync(SctpEndPoint.Parse("sctp/127.0.0.1+127.0.0.2:0"));
        var accept = listener.AcceptAssociationAsync();
        var client = await Kernel.ConnectAsync(listener.EndPoint, o => o.PerMessageDestinations = true);
        var server = await accept;
        await using var loss = await PacketLoss.StartAsync("127.0.0.2");

        Assert.Equal(default, await client.DeliverAsync(0, new byte[10], new SctpSendOptions { Destination = IPAddress.Loopback }).Bounded());
        var lost = SctpCounters.Read();
        var delivery = client.DeliverAsync(0, new byte[10], new SctpSendOptions { Destination = IPAddress.Parse("127.0.0.2") }).AsTask();
        await Timeouts.Until(() => SctpCounters.Read().T3Expirations > lost.T3Expirations, "the first one is lost");

        // And again over the other path.
        Assert.Equal(default, await delivery.Bounded());
        await Exchange.EndAsync(server, client);
    }

    [Theory]
    [InlineData("127.0.0.9")]
    [InlineData("::1")]
    [InlineData("224.0.0.1")]
    public async Task Destination_NotOfThePeer_FailsThatSendAlone(string address)
    {
        var (server, client) = await Kernel.PairAsync(client: o => o.PerMessageDestinations = true);
        var options = new SctpSendOptions { Destination = IPAddress.Parse(address) };

        var error = await Assert.ThrowsAsync<SctpSendRefusedException>(() => client.SendAsync(0, new byte[10], options).Bounded());
        await Assert.ThrowsAsync<SctpSendRefusedException>(() => client.DeliverAsync(0, new byte[10], options).Bounded());

        Assert.Contains(address, error.Message, StringComparison.Ordinal);
        await Exchange.RoundTripAsync(client, server);
        await Exchange.EndAsync(server, client);
    }

    [Fact]
    public async Task Destination_NotAskedForInTheOptions_FailsThatSendAloneAndSaysSo()
    {
        var (server, client) = await Kernel.PairAsync();

        var error = await Assert.ThrowsAsync<SctpSendRefusedException>(() => client.SendAsync(0, new byte[10], new SctpSendOptions { Destination = IPAddress.Loopback }).Bounded());

        Assert.Contains(nameof(SctpAssociationOptions.PerMessageDestinations), error.Message, StringComparison.Ordinal);
        await Exchange.RoundTripAsync(client, server);
        await Exchange.EndAsync(server, client);
    }

    [Fact]
    public async Task AuthenticationKeyId_WithoutAuthentication_HasNoEffect()
    {
        var (server, client) = await Kernel.PairAsync();
        var options = new SctpSendOptions { AuthenticationKeyId = 77, Lifetime = TimeSpan.FromSeconds(9), PayloadProtocolIdentifier = 5 };

        Assert.Equal(default, await client.DeliverAsync(0, new byte[10], options).Bounded());

        Assert.Equal(5u, (await server.ReadOneAsync()).PayloadProtocolIdentifier);
        await Exchange.EndAsync(server, client);
    }

    private static ulong AbandonedUnsent(SctpAssociation association, ushort streamId)
    {
        Span<sctp_prstatus> status = [new sctp_prstatus { sprstat_sid = streamId, sprstat_policy = SctpConstants.SCTP_PR_SCTP_PRIO }];
        association.Socket!.GetRawSocketOption(LibCConstants.IPPROTO_SCTP, SctpConstants.SCTP_PR_STREAM_STATUS, MemoryMarshal.AsBytes(status));
        return status[0].sprstat_abandoned_unsent;
    }

    private static async Task<List<ushort>> ReadStreamsAsync(SctpAssociation association)
    {
        var streams = new List<ushort>();
        await foreach (var message in association.ReadMessagesAsync())
        {
            streams.Add(message.StreamId);
        }
        return streams;
    }

    private static void FastTimers(SctpClientOptions options)
        => (options.RtoInitial, options.RtoMin, options.RtoMax) = (TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(200));
}
