using System.Net;
using SctpConnections.Linux.Tests.Support;
using SctpConnections.TestShared;

namespace SctpConnections.Linux.Tests.Wire;

/// <summary>Fields of the headers of packets and DATA chunks, and what INIT carries.</summary>
public sealed class HeaderWireTests
{
    [Fact]
    public async Task Packets_WithOptionsAndSendOptions_CarryThem()
    {
        await using var wire = await WireCapture.StartAsync();
        var (server, client) = await Kernel.PairAsync(
            o => (o.AdaptationIndication, o.Dscp, o.InboundStreams, o.HeartbeatInterval) = (0x0A0B0C0D, 10, 33, TimeSpan.Zero),
            o => (o.AdaptationIndication, o.Dscp, o.OutboundStreams, o.HeartbeatInterval) = (0x01020304, 46, 44, TimeSpan.Zero));
        await client.SendAsync(3, new byte[10], new SctpSendOptions { PayloadProtocolIdentifier = 0xC0FFEE01 }).Bounded();
        await server.ReadOneAsync();
        await client.SendAsync(4, new byte[20], new SctpSendOptions { SackImmediately = true }).Bounded();
        await server.ReadOneAsync();
        await client.SendAsync(5, new byte[30], new SctpSendOptions { IsUnordered = true }).Bounded();
        await server.ReadOneAsync();
        await server.SendAsync(6, new byte[40]).Bounded();
        await client.ReadOneAsync();
        var before = client.Control.GetStatistics().ControlChunksReceived;
        client.Control.Paths.RequestHeartbeat();
        await Timeouts.Until(() => client.Control.GetStatistics().ControlChunksReceived > before, "the heartbeat is answered");
        await Exchange.EndAsync(server, client);

        var chunks = await wire.StopAsync();

        var init = chunks.Single(c => c.Type == WireChunk.Init);
        Assert.True(init.IsFrom(client));
        Assert.Equal((0x01020304, 44), (init["sctp.adaptation_layer_indication"], init["sctp.init_nr_out_streams"]));
        var ack = chunks.Single(c => c.Type == WireChunk.InitAck);
        Assert.Equal((0x0A0B0C0D, 33), (ack["sctp.adaptation_layer_indication"], ack["sctp.initack_nr_in_streams"]));
        var data = chunks.Where(c => c.Type == WireChunk.Data).ToList();
        Assert.Equal([3, 4, 5, 6], data.Select(c => c["sctp.data_sid"]));
        Assert.Equal([0xC0FFEE01, 0, 0, 0], data.Select(c => c["sctp.data_payload_proto_id"]));
        Assert.Equal([0, 1, 0, 0], data.Select(c => c["sctp.data_i_bit"]));
        Assert.Equal([0, 0, 1, 0], data.Select(c => c["sctp.data_u_bit"]));
        Assert.Equal([26, 36, 46, 56], data.Select(c => c["sctp.chunk_length"]));
        Assert.All(data[..3], c => Assert.Equal([46], c.Header("ip.dsfield.dscp")));
        Assert.Equal([10], data[3].Header("ip.dsfield.dscp"));
        Assert.True(chunks.Single(c => c.Type == WireChunk.Heartbeat).IsFrom(client));
        Assert.True(chunks.Single(c => c.Type == WireChunk.HeartbeatAck).IsFrom(server));
    }

    [Fact]
    public async Task FlowLabel_OnIPv6_IsInEachPacketOfThatSide()
    {
        await using var wire = await WireCapture.StartAsync();
        var (server, client) = await Kernel.PairAsync(o => o.FlowLabel = 0x54321, o => (o.FlowLabel, o.Dscp) = (0xABCDE, 18), SctpEndPoint.Parse("sctp/[::1]:0"));
        await Exchange.RoundTripAsync(client, server);
        await Exchange.EndAsync(server, client);

        var chunks = await wire.StopAsync();

        var data = chunks.Where(c => c.Type == WireChunk.Data).ToList();
        Assert.Equal([0xABCDE, 0x54321], data.Select(c => c.Header("ipv6.flow").Single()));
        Assert.Equal([18, 0], data.Select(c => c.Header("ipv6.tclass.dscp").Single()));
    }

    [Fact]
    public async Task UdpEncapsulation_BothEnds_EveryPacketIsADatagramOfPort9899()
    {
        using var port = new Sysctl("udp_port", "9899");
        await using var wire = await WireCapture.StartAsync();
        // The listener answers to the port that the INIT came from.
        var (server, client) = await Kernel.PairAsync(client: o => o.UdpEncapsulationPort = 9899);
        await Exchange.RoundTripAsync(client, server);
        Assert.Equal((ushort)9899, server.Control.Paths.GetSettings(IPAddress.Loopback).UdpEncapsulationPort);
        await Exchange.EndAsync(server, client);

        var chunks = await wire.StopAsync();

        Assert.Contains(chunks, c => c.Type == WireChunk.Init);
        Assert.Equal(2, chunks.Count(c => c.Type == WireChunk.Data));
        Assert.All(chunks, c => Assert.Equal((9899, 9899), (c.Header("udp.srcport").Single(), c.Header("udp.dstport").Single())));
    }
}
