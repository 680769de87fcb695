using SctpConnections.Linux.Tests.Support;
using SctpConnections.TestShared;

namespace SctpConnections.Linux.Tests.Wire;

/// <summary>I-DATA chunks (RFC 8260): two long messages share the way, with it and without.</summary>
public sealed class InterleavingWireTests
{
    private const int Size = 30_000;

    [Fact]
    public async Task Messages_TwoLongOnesWithIData_AlternateOnTheWire()
    {
        var chunks = await SendAsync(isInterleaved: true);

        var data = chunks.Where(c => c.Type == WireChunk.IData).ToList();
        Assert.DoesNotContain(chunks, c => c.Type == WireChunk.Data);
        Assert.All(data, c => Assert.Equal(0, c["sctp.data_mid"]));
        foreach (var stream in (long[])[1, 2])
        {
            var fragments = data.Where(c => c["sctp.data_sid"] == stream).ToList();
            Assert.True(fragments.Count > 20);
            // The first one carries the identifier instead of its number.
            Assert.Equal(1, fragments[0]["sctp.data_b_bit"]);
            Assert.Equal(1000 + stream, fragments[0]["sctp.data_payload_proto_id"]);
            // Linux counts from the second fragment on; RFC 8260 section 2.1 has the first one count as 0, and the second as 1.
            Assert.Equal(Enumerable.Range(0, fragments.Count - 1).Select(i => (long)i), fragments[1..].Select(c => c["sctp.data_fsn"]));
            Assert.Equal([fragments[^1]], fragments.Where(c => c["sctp.data_e_bit"] == 1));
        }
        // Each begins before the other has ended, and most of the time they take turns.
        var turns = data.Zip(data.Skip(1)).Count(pair => pair.First["sctp.data_sid"] != pair.Second["sctp.data_sid"]);
        Assert.InRange(turns, data.Count / 2, data.Count);
    }

    [Fact]
    public async Task Messages_TwoLongOnesWithoutIt_GoOneAfterTheOther()
    {
        var chunks = await SendAsync(isInterleaved: false);

        var data = chunks.Where(c => c.Type == WireChunk.Data).ToList();
        Assert.DoesNotContain(chunks, c => c.Type == WireChunk.IData);
        Assert.Equal(1, data.Zip(data.Skip(1)).Count(pair => pair.First["sctp.data_sid"] != pair.Second["sctp.data_sid"]));
        Assert.All(data, c => Assert.Equal(0, c["sctp.data_ssn"]));
    }

    private static async Task<IReadOnlyList<WireChunk>> SendAsync(bool isInterleaved)
    {
        void Set(SctpAssociationOptions o)
            => (o.MessageInterleaving, o.FragmentInterleave, o.StreamScheduler, o.PathMtu) = (isInterleaved, true, SctpStreamScheduler.RoundRobin, 1200);

        var (server, client) = await Kernel.PairAsync(Set, Set);
        await using var wire = await WireCapture.StartAsync();
        await using (await Netem.AddAsync("delay 50ms"))
        {
            foreach (var stream in (ushort[])[1, 2])
            {
                await client.SendAsync(stream, Payloads.Create(Size, stream), new SctpSendOptions { PayloadProtocolIdentifier = 1000u + stream }).Bounded();
            }
            for (var i = 0; i < 2; i++)
            {
                var message = await server.ReadOneAsync();
                Assert.Equal(Payloads.Create(Size, message.StreamId), System.Buffers.BuffersExtensions.ToArray(message.Payload));
            }
        }
        await Exchange.EndAsync(server, client);
        return await wire.StopAsync();
    }
}
