using SctpConnections.Linux.Tests.Support;
using SctpConnections.TestShared;

namespace SctpConnections.Linux.Tests.Wire;

/// <summary>FORWARD TSN (RFC 3758): what was given up is told to the peer, and the rest goes on.</summary>
public sealed class PartialReliabilityWireTests
{
    [Fact]
    public async Task Lifetime_EndsAfterTheMessageWasLost_ThePeerIsToldToSkipIt()
    {
        var (server, client) = await Kernel.PairAsync(client: o => (o.RtoInitial, o.RtoMin) = (TimeSpan.FromMilliseconds(200), TimeSpan.FromMilliseconds(200)));
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

    [Fact]
    public async Task DefaultReliability_OfALifetime_TakesEffectOnMessagesThatNameNone()
    {
        var (server, client) = await Kernel.PairAsync(client: o => (o.RtoInitial, o.RtoMin) = (TimeSpan.FromMilliseconds(200), TimeSpan.FromMilliseconds(200)));
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
}
