using SctpConnections.Linux.Tests.Support;
using SctpConnections.Notifications;
using SctpConnections.TestShared;

namespace SctpConnections.Linux.Tests.Delivery;

/// <summary>A peer whose window stays closed, by the clock of the test.</summary>
public sealed class StalledPeerTests
{
    private const int Messages = 10, Size = 40_000;

    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(60);

    private readonly TestClock _clock = new();

    [Fact]
    public async Task Stalled_PeerStopsReading_IsReportedAndGoesOnWhenItReads()
    {
        var (server, client) = await StartAsync(SctpStalledPeerPolicy.Report);

        Look(client, 8);

        var notification = await client.NotificationAsync<SctpPeerStalledNotification>();
        Assert.InRange(notification.UnacknowledgedBytes, Size, 2 * Messages * Size);
        Assert.InRange(notification.Age, s_timeout, 2 * s_timeout);
        for (var i = 0; i < Messages; i++)
        {
            Assert.Equal(Payloads.Create(Size, i), System.Buffers.BuffersExtensions.ToArray((await server.ReadOneAsync()).Payload));
        }
        await Timeouts.Until(() => client.UnacknowledgedBytes == 0, "all is acknowledged");
        await Exchange.EndAsync(server, client);
    }

    [Fact]
    public async Task Stalled_PolicyAborts_BothEndsLearnOfIt()
    {
        var (server, client) = await StartAsync(SctpStalledPeerPolicy.Abort);

        Look(client, 8);

        await client.Completion.Bounded();
        Assert.Equal((SctpCloseKind.Abort, SctpCloseSide.Local), (client.CloseReason?.Kind, client.CloseReason?.Side));
        Assert.StartsWith("the peer acknowledged nothing", client.CloseReason?.Text, StringComparison.Ordinal);
        Assert.Null(client.UnacknowledgedBytes);
        await server.Completion.Bounded();
        Assert.Equal(SctpCloseKind.Abort, server.CloseReason?.Kind);
        await Exchange.EndAsync(server, client);
    }

    [Fact]
    public async Task Stalled_PeerReadsSlowly_IsNot()
    {
        var (server, client) = await StartAsync(SctpStalledPeerPolicy.Abort);
        var before = client.UnacknowledgedBytes;
        var progress = 0;

        while (before > 0)
        {
            await server.ReadOneAsync();
            await Timeouts.Until(() => !(client.UnacknowledgedBytes >= before) || server.UnreadBytes > 0, "something is acknowledged, or there is more to read");
            if (!(client.UnacknowledgedBytes >= before))
            {
                Look(client, 3);
                before = client.UnacknowledgedBytes;
                progress++;
            }
        }

        Assert.Null(client.CloseReason);
        Assert.InRange(progress, 2, int.MaxValue);
        await Exchange.EndAsync(server, client);
    }

    [Fact]
    public async Task Stalled_PeerReadsAll_IsNot()
    {
        var (server, client) = await StartAsync(SctpStalledPeerPolicy.Abort);
        for (var i = 0; i < Messages; i++)
        {
            await server.ReadOneAsync();
        }
        await Timeouts.Until(() => client.UnacknowledgedBytes == 0, "all is acknowledged");

        Look(client, 50);

        Assert.Null(client.CloseReason);
        await Exchange.RoundTripAsync(client, server);
        await Exchange.EndAsync(server, client);
    }

    /// <summary>An association whose server reads nothing while the client sends.</summary>
    private async Task<(SctpAssociation Server, SctpAssociation Client)> StartAsync(SctpStalledPeerPolicy policy)
    {
        var (server, client) = await Kernel.PairAsync(
            // A small MTU, so that each message that is read opens the window.
            o => (o.ReceiveLimit, o.ReceiveBufferSize, o.PathMtu) = (1000, 100_000, 1500),
            o => (o.StalledPeerTimeout, o.StalledPeerPolicy, o.TimeProvider, o.PathMtu) = (s_timeout, policy, _clock, 1500));
        for (var i = 0; i < Messages; i++)
        {
            await client.SendAsync(0, Payloads.Create(Size, i)).Bounded();
        }
        await Timeouts.Until(() => server.UnreadBytes > 1000, "the server is full");
        return (server, client);
    }

    private void Look(SctpAssociation client, int times)
    {
        for (var i = 0; i < times && client.CloseReason is null; i++)
        {
            _clock.Advance(s_timeout / 4);
        }
    }
}
