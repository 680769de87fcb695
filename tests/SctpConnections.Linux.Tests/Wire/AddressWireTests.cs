using System.Net;
using SctpConnections.Linux.Tests.Support;
using SctpConnections.Notifications;

namespace SctpConnections.Linux.Tests.Wire;

/// <summary>ASCONF chunks (RFC 5061): what they ask for, about which address, and that they are answered and authenticated.</summary>
public sealed class AddressWireTests
{
    private const int Add = 0xC001, Delete = 0xC002, SetPrimary = 0xC004;

    [Fact]
    public async Task Addresses_AddedMadePrimaryAndRemoved_AreAskedForInAsconfChunks()
    {
        var added = IPAddress.Parse("127.0.0.9");
        await using var wire = await WireCapture.StartAsync();
        var (server, client) = await Kernel.PairAsync(Set, o => { Set(o); o.LocalEndPoint = "sctp/127.0.0.5:0"; });
        client.Control.Paths.AddLocalAddress(added);
        await server.NotificationAsync<SctpPeerAddressChangeNotification>(n => n.State == SctpPeerAddressState.Confirmed);
        client.Control.Paths.RequestPeerPrimary(added);
        await server.NotificationAsync<SctpPeerAddressChangeNotification>(n => n.State == SctpPeerAddressState.MadePrimary);
        await server.SendAsync(1, new byte[10]);
        await client.ReadOneAsync();
        client.Control.Paths.RemoveLocalAddress(IPAddress.Parse("127.0.0.5"));
        await server.NotificationAsync<SctpPeerAddressChangeNotification>(n => n.State == SctpPeerAddressState.Removed);
        await Exchange.RoundTripAsync(client, server);
        await Exchange.EndAsync(server, client);

        var chunks = await wire.StopAsync();

        var requests = chunks.Where(c => c.Type == WireChunk.Asconf).ToList();
        Assert.All(requests, c => Assert.True(c.IsFrom(client)));
        Assert.Equal([Add, SetPrimary, Delete], requests.Select(c => c.All("sctp.parameter_type").Single(type => type is Add or SetPrimary or Delete)));
        Assert.Equal(["127.0.0.9", "127.0.0.9", "127.0.0.5"], requests.Select(c => c.Texts("sctp.parameter_ipv4_address").Last()));
        var answers = chunks.Where(c => c.Type == WireChunk.AsconfAck).ToList();
        Assert.All(answers, c => Assert.True(c.IsFrom(server)));
        Assert.Equal(requests.Select(c => c["sctp.asconf_seq_nr_number"]), answers.Select(c => c["sctp.asconf_ack_seq_nr_number"]));
        Assert.All([.. requests, .. answers], c => Assert.Equal(WireChunk.Auth, c.Packet.First()));
        var data = chunks.Where(c => c.Type == WireChunk.Data && c.IsFrom(server)).ToList();
        Assert.All(data, c => Assert.Equal("127.0.0.9", c.Destination));
    }

    private static void Set(SctpAssociationOptions o)
        => (o.AddressReconfiguration, o.Authentication, o.HeartbeatInterval) = (true, true, TimeSpan.FromMilliseconds(200));
}
