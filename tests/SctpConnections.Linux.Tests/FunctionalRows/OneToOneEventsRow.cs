using SctpConnections.Linux.Tests.Support;
using SctpConnections.Notifications;
using SctpConnections.TestShared;

namespace SctpConnections.Linux.Tests.FunctionalRows;

/// <summary>
/// lksctp 1_to_1_events: COMM_UP on both sides, data, SHUTDOWN, SHUTDOWN_COMP, in this order. Which events there are is no choice of
/// the user's, so wrong subscriptions are impossible; AUTH_NO_AUTH has no notification here. Each kind by itself: NotificationTests.
/// </summary>
public sealed class OneToOneEventsRow
{
    [Fact]
    public async Task Notifications_WholeLife_ComeInOrderOnBothSides()
    {
        var (server, client) = await Kernel.PairAsync(o => (o.OutboundStreams, o.InboundStreams) = (4, 4), o => (o.OutboundStreams, o.InboundStreams) = (4, 4));
        var (atServer, atClient) = (CollectAsync(server), CollectAsync(client));
        await Exchange.RoundTripAsync(client, server);
        Assert.False(atServer.IsCompleted);
        Assert.False(atClient.IsCompleted);

        await client.ShutdownAsync().Bounded();
        await server.Completion.Bounded();

        SctpNotification up = new SctpAssociationChangeNotification(SctpAssociationChange.Up, 4, 4);
        Assert.Equal([up, new SctpShutdownNotification()], (await atServer.Bounded()).Where(n => n is not SctpAssociationChangeNotification { State: SctpAssociationChange.ShutdownComplete }));
        Assert.Equal([up, ShutdownComplete], await atClient.Bounded());
        await Exchange.EndAsync(server, client);
    }

    [Fact]
    public async Task Notifications_AskedForLate_AreKept()
    {
        var (server, client) = await Kernel.PairAsync();
        await Exchange.RoundTripAsync(client, server);
        await Exchange.EndAsync(server, client);

        var late = await CollectAsync(client).Bounded();

        Assert.IsType<SctpAssociationChangeNotification>(late[0]);
    }

    private static SctpAssociationChangeNotification ShutdownComplete => new(SctpAssociationChange.ShutdownComplete, 0, 0);

    private static async Task<List<SctpNotification>> CollectAsync(SctpAssociation association)
    {
        var notifications = new List<SctpNotification>();
        await foreach (var notification in association.ReadNotificationsAsync())
        {
            notifications.Add(notification);
        }
        return notifications;
    }
}
