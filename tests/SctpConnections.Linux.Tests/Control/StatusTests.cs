using System.Net;
using SctpConnections.Linux.Interop;
using SctpConnections.Linux.Tests.Support;
using SctpConnections.Notifications;
using SctpConnections.TestShared;

namespace SctpConnections.Linux.Tests.Control;

/// <summary>What the kernel tells of an association: status, counters, capabilities, raw options.</summary>
public sealed class StatusTests
{
    [Fact]
    public async Task GetStatus_Established_TellsWhatWasAgreed()
    {
        var (server, client) = await Kernel.PairAsync(o => (o.OutboundStreams, o.InboundStreams) = (5, 6), o => (o.OutboundStreams, o.InboundStreams) = (7, 8));

        var status = client.Control.GetStatus();

        Assert.Equal((SctpAssociationState.Established, 5, 6), (status.State, status.InboundStreams, status.OutboundStreams));
        Assert.True(status.AssociationId > 0);
        Assert.True(status.FragmentationPoint > 500);
        Assert.Equal((IPAddress.Loopback, true, SctpPathState.Active), (status.Primary.Address, status.Primary.IsPrimary, status.Primary.State));
        Assert.InRange(status.PeerReceiveWindow, 500_000, 2 << 20);
        await Exchange.EndAsync(server, client);
    }

    [Fact]
    public async Task GetStatus_PeerDoesNotRead_TheWindowShrinksAndChunksWait()
    {
        var (server, client) = await Kernel.PairAsync(o => (o.ReceiveLimit, o.ReceiveBufferSize) = (1000, 100_000));
        var before = client.Control.GetStatus();

        for (var i = 0; i < 10; i++)
        {
            await client.SendAsync(0, new byte[20_000]).Bounded();
        }

        await Timeouts.Until(() => client.Control.GetStatus().PeerReceiveWindow < before.PeerReceiveWindow / 2, "the window is small");
        Assert.True(client.Control.GetStatus().UnacknowledgedChunks > 0);
        for (var i = 0; i < 10; i++)
        {
            await server.ReadOneAsync();
        }
        await Exchange.EndAsync(server, client);
    }

    [Fact]
    public async Task GetStatistics_MessagesPass_EachCounterThatConcernsThemMoves()
    {
        var (server, client) = await Kernel.PairAsync();
        var (before, beforeThere) = (client.Control.GetStatistics(), server.Control.GetStatistics());

        for (var i = 0; i < 4; i++)
        {
            await client.SendAsync(0, new byte[100], new SctpSendOptions { IsUnordered = i == 3, SackImmediately = true }).Bounded();
            await server.ReadOneAsync();
        }

        await Timeouts.Until(() => client.Control.GetStatus().UnacknowledgedChunks == 0, "all is acknowledged");
        var (after, there) = (client.Control.GetStatistics(), server.Control.GetStatistics());
        Assert.Equal((3ul, 1ul), (after.OrderedChunksSent - before.OrderedChunksSent, after.UnorderedChunksSent - before.UnorderedChunksSent));
        Assert.Equal((3ul, 1ul), (there.OrderedChunksReceived - beforeThere.OrderedChunksReceived, there.UnorderedChunksReceived - beforeThere.UnorderedChunksReceived));
        Assert.True(after.PacketsSent >= before.PacketsSent + 4);
        Assert.True(after.SacksReceived > before.SacksReceived);
        Assert.True(there.SacksSent > beforeThere.SacksSent);
        Assert.True(there.PacketsReceived >= beforeThere.PacketsReceived + 4);
        Assert.Equal((0ul, 0ul, 0ul), (after.RetransmittedChunks, there.DuplicateChunks, there.OutOfSequenceChunks));
        await Exchange.EndAsync(server, client);
    }

    [Fact]
    public async Task GetStatistics_MaxRetransmissionTimeout_StartsAnewWithEachCall()
    {
        var (server, client) = await Kernel.PairAsync(client: o => (o.RtoInitial, o.RtoMin) = (TimeSpan.FromSeconds(2), TimeSpan.FromMilliseconds(700)));
        await Exchange.RoundTripAsync(client, server);
        await Timeouts.Until(() => client.Control.GetStatus().UnacknowledgedChunks == 0, "all is acknowledged");

        var first = client.Control.GetStatistics();
        var second = client.Control.GetStatistics();

        Assert.Equal((TimeSpan.FromSeconds(2), IPAddress.Loopback), (first.MaxRetransmissionTimeout, first.MaxRetransmissionTimeoutAddress));
        // What has not changed since is told as the shortest one.
        Assert.Equal(TimeSpan.FromMilliseconds(700), second.MaxRetransmissionTimeout);
        await Exchange.EndAsync(server, client);
    }

    [Fact]
    public async Task GetAbandoned_LifetimeEnds_CountsItForTheStreamAndTheAssociation()
    {
        var (server, client) = await Kernel.PairAsync(o => (o.ReceiveLimit, o.ReceiveBufferSize) = (1000, 100_000));
        for (var i = 0; i < 10; i++)
        {
            await client.SendAsync(0, new byte[40_000]).Bounded();
        }
        await client.SendAsync(5, new byte[1000], new SctpSendOptions { Lifetime = TimeSpan.FromMilliseconds(1) }).Bounded();
        Assert.Equal(default, client.Control.GetAbandoned(SctpReliabilityPolicy.Lifetime));
        var failed = client.NotificationAsync<SctpSendFailedNotification>();
        await Timeouts.Until(() => server.UnreadBytes > 1000, "the server is full");
        for (var i = 0; i < 10; i++)
        {
            await server.ReadOneAsync();
        }
        await failed;

        var one = new SctpAbandonedMessages(Unsent: 1, Sent: 0);
        Assert.Equal(one, client.Control.GetAbandoned(SctpReliabilityPolicy.Lifetime));
        Assert.Equal(one, client.Control.GetAbandoned(SctpReliabilityPolicy.Reliable));
        Assert.Equal(one, client.Control.GetAbandoned(SctpReliabilityPolicy.Lifetime, streamId: 5));
        Assert.Equal(default, client.Control.GetAbandoned(SctpReliabilityPolicy.Lifetime, streamId: 0));
        Assert.Equal(default, client.Control.GetAbandoned(SctpReliabilityPolicy.Retransmissions));
        Assert.Equal(default, client.Control.GetAbandoned(SctpReliabilityPolicy.Priority));
        await Exchange.EndAsync(server, client);
    }

    [Fact]
    public async Task GetCapabilities_OptionThatTheKernelRounds_IsReported()
    {
        // The clock of the guest's kernel ticks 100 times a second.
        var (server, client) = await Kernel.PairAsync(client: o => o.SackDelay = TimeSpan.FromMilliseconds(15));

        var adjustment = Assert.Single(client.Control.GetCapabilities().Adjustments);

        Assert.Equal(new SctpAdjustment("SackDelay", "00:00:00.0150000", "00:00:00.0200000"), adjustment);
        Assert.Equal("SackDelay is 00:00:00.0200000 instead of 00:00:00.0150000", adjustment.ToString());
        Assert.EndsWith(adjustment.ToString(), client.Control.GetCapabilities().ToString(), StringComparison.Ordinal);
        await Exchange.EndAsync(server, client);
    }

    [Fact]
    public async Task GetCapabilities_FewerStreamsThanAskedFor_IsReported()
    {
        var (server, client) = await Kernel.PairAsync(o => o.InboundStreams = 3, o => o.OutboundStreams = 10);

        Assert.Equal(new SctpAdjustment("OutboundStreams", "10", "3"), Assert.Single(client.Control.GetCapabilities().Adjustments));
        await Exchange.EndAsync(server, client);
    }

    [Fact]
    public async Task GetCapabilities_AllTaken_NamesTheSystemAndItsSettings()
    {
        var (server, client) = await Kernel.PairAsync();

        var capabilities = client.Control.GetCapabilities();

        Assert.Equal("kernel", capabilities.Provider);
        Assert.StartsWith("Linux " + Environment.OSVersion.Version.Major, capabilities.System, StringComparison.Ordinal);
        Assert.Empty(capabilities.Adjustments);
        Assert.Equal(File.ReadAllText("/proc/sys/net/sctp/rto_initial").Trim(), capabilities.SystemSettings["rto_initial"]);
        Assert.Equal(Enum.GetValues<SctpExtension>(), capabilities.Extensions.Select(e => e.Extension));
        await Exchange.EndAsync(server, client);
    }

    [Fact]
    public async Task RawOption_SetAndGet_IsTheTypedOne()
    {
        var (server, client) = await Kernel.PairAsync();
        var value = new byte[sizeof(int)];
        Assert.Equal(sizeof(int), client.Control.GetOption(LibCConstants.IPPROTO_SCTP, SctpConstants.SCTP_NODELAY, value));
        Assert.Equal(1, BitConverter.ToInt32(value));

        client.Control.SetOption(LibCConstants.IPPROTO_SCTP, SctpConstants.SCTP_NODELAY, new byte[sizeof(int)]);

        Assert.False(client.Control.Settings.NoDelay);
        await Exchange.EndAsync(server, client);
    }
}
