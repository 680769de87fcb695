using SctpConnections.Linux.Tests.Support;

namespace SctpConnections.Linux.Tests.Wire;

/// <summary>AUTH chunks (RFC 4895): before what they authenticate, with the key and the algorithm that were agreed on.</summary>
public sealed class AuthenticationWireTests
{
    private const int Random = 0x8002, Chunks = 0x8003, Algorithms = 0x8004;

    [Fact]
    public async Task Data_Demanded_FollowsItsAuthChunkWithTheKeyAndTheAlgorithm()
    {
        await using var wire = await WireCapture.StartAsync();
        var (server, client) = await Kernel.PairAsync(Strong, Strong);
        await ExchangeAsync(client, server);
        var (weakServer, weakClient) = await Kernel.PairAsync(o => Set(o, SctpHmacAlgorithm.Sha1), Strong);
        await ExchangeAsync(weakClient, weakServer);

        var chunks = (await wire.StopAsync()).ToList();

        foreach (var init in chunks.Where(c => c.Type is WireChunk.Init or WireChunk.InitAck && !c.IsFrom(weakServer)))
        {
            Assert.Equal([3, 1], init.All("sctp.hmac_id"));
            Assert.Contains(0, init.All("sctp.chunk_type_to_auth"));
            Assert.Superset(new HashSet<long> { Random, Chunks, Algorithms }, init.All("sctp.parameter_type").ToHashSet());
            Assert.Equal((3 * 32) - 1, init.Texts("sctp.random_number").Single().Length);
        }
        Assert.Equal([1], chunks.Single(c => c.Type == WireChunk.InitAck && c.IsFrom(weakServer)).All("sctp.hmac_id"));
        // The first message goes under the key that the options name, the second under the one that was activated.
        AssertAuthenticated(chunks, client, hmac: 3, length: 32, keys: [7, 8]);
        AssertAuthenticated(chunks, server, hmac: 3, length: 32, keys: [7]);
        AssertAuthenticated(chunks, weakClient, hmac: 1, length: 20, keys: [7, 8]);
        // Each side uses what the other prefers, not what it prefers itself (RFC 4895 section 6.1).
        AssertAuthenticated(chunks, weakServer, hmac: 3, length: 32, keys: [7]);
    }

    private static void AssertAuthenticated(List<WireChunk> chunks, SctpAssociation from, int hmac, int length, long[] keys)
    {
        var data = chunks.Where(c => c.Type == WireChunk.Data && c.IsFrom(from)).ToList();
        Assert.Equal(keys.Length, data.Count);
        for (var i = 0; i < keys.Length; i++)
        {
            Assert.Equal(WireChunk.Auth, data[i].Packet.TakeWhile(type => type != WireChunk.Data).Last());
            var auth = chunks[chunks.IndexOf(data[i]) - 1];
            Assert.Equal((WireChunk.Auth, keys[i], hmac), (auth.Type, auth["sctp.shared_key_id"], auth["sctp.hmac_id"]));
            // Two digits for each byte, and colons between them.
            Assert.Equal((3 * length) - 1, auth.Texts("sctp.hmac").Single().Length);
        }
    }

    private static async Task ExchangeAsync(SctpAssociation client, SctpAssociation server)
    {
        await Exchange.RoundTripAsync(client, server);
        client.Control.Authentication.ActiveKeyId = 8;
        await client.SendAsync(1, new byte[10]);
        await server.ReadOneAsync();
        await Exchange.EndAsync(client, server);
    }

    private static void Strong(SctpAssociationOptions options) => Set(options, SctpHmacAlgorithm.Sha256, SctpHmacAlgorithm.Sha1);

    private static void Set(SctpAssociationOptions options, params SctpHmacAlgorithm[] algorithms)
    {
        (options.Authentication, options.AuthenticatedChunks, options.HmacAlgorithms) = (true, [0], algorithms);
        options.AuthenticationKeys.Add(new SctpKey(7, "first"u8));
        options.AuthenticationKeys.Add(new SctpKey(8, "second"u8));
        options.ActiveAuthenticationKeyId = 7;
    }
}
