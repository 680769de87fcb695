using SctpConnections.Linux.Tests.Support;
using SctpConnections.Notifications;
using SctpConnections.TestShared;

namespace SctpConnections.Linux.Tests.Control;

/// <summary>Stream reconfiguration (RFC 6525) and schedulers (RFC 8260).</summary>
public sealed class StreamTests
{
    /// <summary>Whether this kernel has the schedulers that came with Linux 6.4.</summary>
    private static bool HasFairSchedulers => Environment.OSVersion.Version >= new Version(6, 4);

    [Theory]
    [InlineData(SctpStreamScheduler.FirstComeFirstServed)]
    [InlineData(SctpStreamScheduler.Priority)]
    [InlineData(SctpStreamScheduler.RoundRobin)]
    [InlineData(SctpStreamScheduler.FairCapacity)]
    [InlineData(SctpStreamScheduler.WeightedFairQueueing)]
    public async Task Scheduler_Set_ReadsBackOrIsRefusedByAnOldKernel(SctpStreamScheduler scheduler)
    {
        var (server, client) = await Kernel.PairAsync();
        client.Control.Streams.Scheduler = SctpStreamScheduler.RoundRobin;

        if (scheduler < SctpStreamScheduler.FairCapacity || HasFairSchedulers)
        {
            client.Control.Streams.Scheduler = scheduler;
            Assert.Equal(scheduler, client.Control.Streams.Scheduler);
        }
        else
        {
            var refusal = Assert.Throws<SctpException>(() => client.Control.Streams.Scheduler = scheduler);
            Assert.Contains("need Linux 6.4", refusal.Message, StringComparison.Ordinal);
            Assert.Equal(SctpStreamScheduler.RoundRobin, client.Control.Streams.Scheduler);
        }
        await Exchange.RoundTripAsync(client, server);
        await Exchange.EndAsync(server, client);
    }

    [Theory]
    [InlineData(SctpStreamScheduler.Priority)]
    [InlineData(SctpStreamScheduler.WeightedFairQueueing)]
    public async Task Value_Set_ReadsBackForThatStreamAlone(SctpStreamScheduler scheduler)
    {
        var (server, client) = await Kernel.PairAsync();
        var streams = client.Control.Streams;
        if (scheduler == SctpStreamScheduler.WeightedFairQueueing && !HasFairSchedulers)
        {
            Assert.Throws<SctpException>(() => streams.Scheduler = scheduler);
        }
        else
        {
            streams.Scheduler = scheduler;
            var other = streams.GetValue(4);

            streams.SetValue(3, 7);

            Assert.Equal(7, streams.GetValue(3));
            Assert.Equal(other, streams.GetValue(4));
        }
        await Exchange.RoundTripAsync(client, server);
        await Exchange.EndAsync(server, client);
    }

    [Theory]
    [InlineData(SctpStreamDirections.Outbound, 3, 5)]
    [InlineData(SctpStreamDirections.Inbound, 2)]
    [InlineData(SctpStreamDirections.Outbound)]
    public async Task ResetStreams_Agreed_BothEndsAreToldWhich(SctpStreamDirections directions, params int[] ids)
    {
        var (server, client) = await PairAsync();
        await Exchange.RoundTripAsync(client, server);
        ushort[] list = [.. ids.Select(id => (ushort)id)];

        await client.ResetStreamsAsync(directions, list).Bounded();

        var there = await server.NotificationAsync<SctpStreamResetNotification>();
        Assert.Equal((SctpStreamDirections.Both & ~directions, SctpReconfigurationResult.Done), (there.Directions, there.Result));
        Assert.Equal(list, there.StreamIds);
        var here = await client.NotificationAsync<SctpStreamResetNotification>();
        Assert.Equal((directions, SctpReconfigurationResult.Done), (here.Directions, here.Result));
        Assert.Equal(list, here.StreamIds);
        await Exchange.RoundTripAsync(client, server);
        await Exchange.EndAsync(server, client);
    }

    [Fact]
    public async Task ResetStreams_BothHalves_TheNextMessageHasSequenceNumberZero()
    {
        var (server, client) = await PairAsync();
        for (var i = 0; i < 3; i++)
        {
            await client.SendAsync(4, new byte[10]).Bounded();
            Assert.Equal(i, (await server.ReadOneAsync()).Info.StreamSequenceNumber);
        }

        await client.ResetStreamsAsync(SctpStreamDirections.Both, [4]).Bounded();

        await client.SendAsync(4, new byte[10]).Bounded();
        Assert.Equal(0, (await server.ReadOneAsync()).Info.StreamSequenceNumber);
        await Exchange.EndAsync(server, client);
    }

    [Fact]
    public async Task Reset_WholeAssociation_BothEndsGoOnWithNewNumbers()
    {
        var (server, client) = await PairAsync();
        await Exchange.RoundTripAsync(client, server);

        await client.ResetAsync().Bounded();

        var here = await client.NotificationAsync<SctpAssociationResetNotification>();
        var there = await server.NotificationAsync<SctpAssociationResetNotification>();
        Assert.Equal((SctpReconfigurationResult.Done, SctpReconfigurationResult.Done), (here.Result, there.Result));
        Assert.Equal((here.LocalTsn, here.RemoteTsn), (there.RemoteTsn, there.LocalTsn));
        await client.SendAsync(1, new byte[10]).Bounded();
        var message = await server.ReadOneAsync();
        Assert.Equal((0, here.LocalTsn), (message.Info.StreamSequenceNumber, message.Info.TransmissionSequenceNumber));
        await Exchange.EndAsync(server, client);
    }

    [Theory]
    [InlineData(5, 0)]
    [InlineData(0, 4)]
    [InlineData(2, 3)]
    public async Task AddStreams_Agreed_BothEndsHaveThem(ushort outbound, ushort inbound)
    {
        var (server, client) = await PairAsync();
        Assert.Equal((8, 8), (client.OutboundStreams, client.InboundStreams));

        await client.AddStreamsAsync(outbound, inbound).Bounded();

        Assert.Equal((8 + outbound, 8 + inbound), (client.OutboundStreams, client.InboundStreams));
        await Timeouts.Until(() => server.InboundStreams == 8 + outbound && server.OutboundStreams == 8 + inbound, "the server has them too");
        if (outbound > 0)
        {
            await client.SendAsync((ushort)(7 + outbound), new byte[1]).Bounded();
            Assert.Equal(7 + outbound, (await server.ReadOneAsync()).StreamId);
        }
        await Exchange.RoundTripAsync(client, server);
        await Exchange.EndAsync(server, client);
    }

    private static Task<(SctpAssociation Server, SctpAssociation Client)> PairAsync()
    {
        return Kernel.PairAsync(Set, Set);

        static void Set(SctpAssociationOptions o) => (o.AllowedReconfigurations, o.OutboundStreams, o.InboundStreams) = (SctpReconfigurations.All, 8, 64);
    }
}
