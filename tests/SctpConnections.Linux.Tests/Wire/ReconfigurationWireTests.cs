using SctpConnections.Linux.Tests.Support;
using SctpConnections.Notifications;
using SctpConnections.TestShared;

namespace SctpConnections.Linux.Tests.Wire;

/// <summary>RE-CONFIG chunks (RFC 6525): each request with what it names, and its response.</summary>
public sealed class ReconfigurationWireTests
{
    private const int OutgoingReset = 13, IncomingReset = 14, AssociationReset = 15, Response = 16, AddOutgoing = 17, AddIncoming = 18;
    private const long Performed = 1;

    [Fact]
    public async Task Requests_OfEachKind_AreWhatTheRfcHasAndSequenceNumbersStartAtZero()
    {
        await using var wire = await WireCapture.StartAsync();
        var (server, client) = await Kernel.PairAsync(Set, Set);
        await SendAsync(client, server, 3, 3);
        await client.ResetStreamsAsync(SctpStreamDirections.Outbound, [3, 5]).Bounded();
        await SendAsync(client, server, 3, 1);
        await SendAsync(server, client, 2, 2);
        await client.ResetStreamsAsync(SctpStreamDirections.Inbound, [2]).Bounded();
        await SendAsync(server, client, 2, 1);
        await client.AddStreamsAsync(5, 4).Bounded();
        await Timeouts.Until(() => client.OutboundStreams == 13 && client.InboundStreams == 12, "the streams are there");
        await client.ResetAsync().Bounded();
        var reset = await client.NotificationAsync<SctpAssociationResetNotification>();
        await SendAsync(client, server, 3, 1);
        await SendAsync(server, client, 2, 1);
        await Exchange.EndAsync(server, client);

        var chunks = await wire.StopAsync();

        var (mine, theirs) = (Requests(client), Requests(server));
        Assert.Equal([OutgoingReset, IncomingReset, AddOutgoing, AddIncoming, AssociationReset], mine.Select(p => p.Type).Where(t => t != Response));
        Assert.Equal([3, 5], Parameter(client, OutgoingReset).All("sctp.parameter_reconfig_sid"));
        Assert.Equal([2], Parameter(client, IncomingReset).All("sctp.parameter_reconfig_sid"));
        // Whose inbound half is to be reset, resets its outbound one.
        Assert.Equal([2], Parameter(server, OutgoingReset).All("sctp.parameter_reconfig_sid"));
        Assert.Equal(5, Parameter(client, AddOutgoing)["sctp.parameter_add_outgoing_streams_number"]);
        Assert.Equal(4, Parameter(client, AddIncoming)["sctp.parameter_add_incoming_streams_number"]);
        // Each request is answered under its own number, and was carried out.
        Assert.All(mine.Where(p => p.Type != Response), p => Assert.Contains(theirs, answer => Answers(answer, p)));
        Assert.All(theirs.Where(p => p.Type != Response), p => Assert.Contains(mine, answer => Answers(answer, p)));
        var data = chunks.Where(c => c.Type == WireChunk.Data).ToList();
        Assert.Equal([0, 1, 2, 0, 0], data.Where(c => c.IsFrom(client)).Select(c => c["sctp.data_ssn"]));
        Assert.Equal([0, 1, 0, 0], data.Where(c => c.IsFrom(server)).Select(c => c["sctp.data_ssn"]));
        var answer = theirs.Last(p => p.Type == Response).Chunk;
        Assert.Equal((reset.LocalTsn, reset.RemoteTsn), ((uint)answer["sctp.parameter_receivers_next_tsn"], (uint)answer["sctp.parameter_senders_next_tsn"]));
        Assert.Equal(reset.LocalTsn, (uint)data.Last(c => c.IsFrom(client))["sctp.data_tsn_raw"]);
        Assert.Equal(reset.RemoteTsn, (uint)data.Last(c => c.IsFrom(server))["sctp.data_tsn_raw"]);

        List<(int Type, WireChunk Chunk)> Requests(SctpAssociation end)
            => [.. chunks.Where(c => c.Type == WireChunk.ReConfig && c.IsFrom(end)).SelectMany(c => c.All("sctp.parameter_type").Select(type => ((int)type, c)))];

        WireChunk Parameter(SctpAssociation end, int type) => Requests(end).First(p => p.Type == type).Chunk;
    }

    /// <summary>A request is answered by a response, one for an inbound reset by the outbound reset that it asks for.</summary>
    private static bool Answers((int Type, WireChunk Chunk) answer, (int Type, WireChunk Chunk) request)
        => answer.Chunk.All("sctp.parameter_reconfig_response_sequence_number").Intersect(request.Chunk.All("sctp.parameter_reconfig_request_sequence_number")).Any()
            && (answer.Type == Response
                ? answer.Chunk.All("sctp.parameter_reconfig_response_result").Contains(Performed)
                : request.Type == IncomingReset && answer.Type == OutgoingReset);

    private static async Task SendAsync(SctpAssociation from, SctpAssociation to, ushort stream, int count)
    {
        for (var i = 0; i < count; i++)
        {
            await from.SendAsync(stream, new byte[10]).Bounded();
            await to.ReadOneAsync();
        }
    }

    private static void Set(SctpAssociationOptions o) => (o.AllowedReconfigurations, o.OutboundStreams, o.InboundStreams) = (SctpReconfigurations.All, 8, 64);
}
