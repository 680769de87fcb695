using SctpConnections.Linux.Tests.Support;
using SctpConnections.TestShared;

namespace SctpConnections.Linux.Tests.Wire;

/// <summary>FORWARD TSN (RFC 3758): what was given up is told to the peer, and the rest goes on.</summary>
public sealed class PartialReliabilityWireTests
{
    [Fact]
    public async Task Lifetime_EndsAfterTheMessageWasLost_ThePeerIsToldToSkipIt()
    {
        var (server, client) = await Kernel.PairAsync(client: FastTimers);
        await using var wire = await WireCapture.StartAsync();
        await using (await Netem.AddAsync("loss 100%"))
        {
            await client.SendAsync(5, new byte[10], new SctpSendOptions { Lifetime = TimeSpan.FromMilliseconds(10) }).Bounded();
            await Timeouts.Until(() => client.Control.GetAbandoned(SctpReliabilityPolicy.Lifetime, 5) == new SctpAbandonedMessages(0, 1), "it is given up");
        }
        await client.SendAsync(5, new byte[20]).Bounded();
        Assert.Equal(20, (await server.ReadOneAsync()).Payload.Length);
        await Exchange.EndAsync(server, client);

        var chunks = await wire.StopAsync();

        var data = Assert.Single(chunks, c => c.Type == WireChunk.Data);
        Assert.Equal((5, 1), (data["sctp.data_sid"], data["sctp.data_ssn"]));
        var skips = chunks.Where(c => c.Type == WireChunk.ForwardTsn).ToList();
        Assert.NotEmpty(skips);
        Assert.All(skips, c => Assert.True(c.IsFrom(client)));
        Assert.Equal((uint)data["sctp.data_tsn_raw"] - 1, (uint)skips[0]["sctp.forward_tsn_tsn"]);
        Assert.Equal((5, 0), (skips[0]["sctp.forward_tsn_sid"], skips[0]["sctp.forward_tsn_ssn"]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task MaxRetransmissions_AllOfThemAreLost_IsSentThatOftenAgainAndThenSkipped(uint retransmissions)
    {
        var (server, client) = await Kernel.PairAsync(client: FastTimers);
        await using var wire = await WireCapture.StartAsync();
        await using (await LossOnArrival.StartAsync())
        {
            await client.SendAsync(5, new byte[10], new SctpSendOptions { MaxRetransmissions = retransmissions }).Bounded();
            await client.SendAsync(6, new byte[20]).Bounded();
            await Timeouts.Until(() => client.Control.GetAbandoned(SctpReliabilityPolicy.Retransmissions, 5) == new SctpAbandonedMessages(0, 1), "it is given up");
        }
        Assert.Equal((6, 20), (await server.ReadOneAsync()) is var message ? (message.StreamId, (int)message.Length) : default);
        await client.SendAsync(5, new byte[30]).Bounded();
        Assert.Equal((5, 30), (await server.ReadOneAsync()) is var next ? (next.StreamId, (int)next.Length) : default);
        await Exchange.EndAsync(server, client);

        var chunks = (await wire.StopAsync()).ToList();

        var copies = chunks.Where(c => IsData(c, 5, ssn: 0)).ToList();
        Assert.Equal((int)retransmissions + 1, copies.Count);
        var tsn = (uint)Assert.Single(copies.Select(c => c["sctp.data_tsn_raw"]).Distinct());
        var skip = chunks.First(c => c.Type == WireChunk.ForwardTsn);
        Assert.True(skip.IsFrom(client));
        Assert.Equal((tsn, 5, 0), ((uint)skip["sctp.forward_tsn_tsn"], skip["sctp.forward_tsn_sid"], skip["sctp.forward_tsn_ssn"]));
        Assert.True(chunks.IndexOf(skip) > chunks.IndexOf(copies[^1]));
        // The reliable one, lost as often, is sent until it arrives; and the stream goes on.
        Assert.True(chunks.Count(c => IsData(c, 6, ssn: 0)) > copies.Count);
        Assert.Single(chunks, c => IsData(c, 5, ssn: 1));
    }

    [Fact]
    public async Task Priority_BufferFullOfUnsent_TheLessImportantNeverAppearAndTheImportantDo()
    {
        const uint Low = 1000, High = 2000;
        const int Lows = 10, Reliables = 6, MaxHighs = 500;
        // The window takes a part of the reliable ones, so that nothing behind them is sent. Of the others each is one chunk.
        var (server, client) = await Kernel.PairAsync(
            o => (o.ReceiveLimit, o.ReceiveBufferSize) = (1000, 50_000),
            o => (o.SendBufferSize, o.PathMtu) = (300_000, 1200));
        await using var wire = await WireCapture.StartAsync();
        for (var i = 0; i < Reliables; i++)
        {
            await SendAsync(0, new byte[20_000], default);
        }
        await Timeouts.Until(() => server.UnreadBytes > 1000, "the server is full");
        for (var i = 0; i < Lows; i++)
        {
            await SendAsync(1, Payloads.Create(1000, i), new SctpSendOptions { Priority = 100, PayloadProtocolIdentifier = Low + (uint)i });
        }
        Assert.Equal(default, client.Control.GetAbandoned(SctpReliabilityPolicy.Priority));

        var highs = 0;
        while (client.Control.GetAbandoned(SctpReliabilityPolicy.Priority).Unsent < 3)
        {
            Assert.True(highs < MaxHighs, "Nothing is given up.");
            await SendAsync(2, Payloads.Create(1000, highs), new SctpSendOptions { Priority = 1, PayloadProtocolIdentifier = High + (uint)highs });
            highs++;
        }

        var abandoned = client.Control.GetAbandoned(SctpReliabilityPolicy.Priority);
        Assert.Equal(abandoned, client.Control.GetAbandoned(SctpReliabilityPolicy.Priority, 1));
        Assert.Equal(0u, abandoned.Sent);
        var received = new List<uint>();
        while (received.Count < Reliables + Lows - (int)abandoned.Unsent + highs)
        {
            received.Add((await server.ReadOneAsync()).PayloadProtocolIdentifier);
        }
        await Exchange.EndAsync(server, client);
        var chunks = await wire.StopAsync();

        var left = Identifiers(Low, Lows).Skip((int)abandoned.Unsent).ToList();
        var sent = chunks.Where(c => c.Type == WireChunk.Data && c["sctp.data_sid"] is 1 or 2).SelectMany(c => c.All("sctp.data_payload_proto_id")).Select(id => (uint)id).Distinct().ToList();
        // The oldest ones go first.
        Assert.Equal([.. left, .. Identifiers(High, highs)], sent);
        Assert.Equal([.. Enumerable.Repeat(0u, Reliables), .. sent], received);
        // They had no number yet, so that the peer need not skip any.
        Assert.DoesNotContain(chunks, c => c.Type == WireChunk.ForwardTsn);
        Assert.Equal(left.Select((_, i) => (long)i), chunks.Where(c => IsData(c, 1)).Select(c => c["sctp.data_ssn"]).Distinct());

        async Task SendAsync(ushort stream, byte[] payload, SctpSendOptions options)
        {
            await client.SendAsync(stream, payload, options).Bounded();
            await Timeouts.Until(() => client.QueuedSendBytes == 0, "it is with the kernel");
        }

        static IEnumerable<uint> Identifiers(uint first, int count) => Enumerable.Range(0, count).Select(i => first + (uint)i);
    }

    [Fact]
    public async Task DefaultReliability_OfALifetime_TakesEffectOnMessagesThatNameNone()
    {
        var (server, client) = await Kernel.PairAsync(client: FastTimers);
        client.Control.Settings.DefaultReliability = new(SctpReliabilityPolicy.Lifetime, 10);
        await using (await Netem.AddAsync("loss 100%"))
        {
            var before = client.Control.GetStatistics().PacketsSent;
            await client.SendAsync(5, new byte[10]).Bounded();
            // The message, and what tells the peer to skip it. The kernel neither counts this nor gives the message back.
            await Timeouts.Until(() => client.Control.GetStatistics().PacketsSent >= before + 2, "it is given up");
        }
        client.Control.Settings.DefaultReliability = default;

        await client.SendAsync(5, new byte[20]).Bounded();

        Assert.Equal(20, (await server.ReadOneAsync()).Payload.Length);
        await Exchange.EndAsync(server, client);
    }

    private static bool IsData(WireChunk chunk, int stream, int? ssn = null)
        => chunk.Type == WireChunk.Data && chunk["sctp.data_sid"] == stream && (ssn is null || chunk["sctp.data_ssn"] == ssn);

    // Far more attempts than needed, so that a busy machine loses no association meanwhile.
    private static void FastTimers(SctpClientOptions options)
    {
        (options.RtoInitial, options.RtoMin, options.RtoMax) = (TimeSpan.FromMilliseconds(200), TimeSpan.FromMilliseconds(200), TimeSpan.FromMilliseconds(200));
        (options.AssociationMaxRetransmissions, options.PathMaxRetransmissions) = (100, 100);
    }
}
