using SctpConnections.Linux.Tests.Support;
using SctpConnections.Notifications;
using SctpConnections.TestShared;

namespace SctpConnections.Linux.Tests.Behaviour;

/// <summary>The kernel's notifications as typed values.</summary>
public sealed class NotificationTests
{
    [Fact]
    public async Task Up_BothEnds_TellTheStreams()
    {
        var (server, client) = await Kernel.PairAsync(o => (o.OutboundStreams, o.InboundStreams) = (5, 6), o => (o.OutboundStreams, o.InboundStreams) = (7, 8));

        var up = await server.NotificationAsync<SctpAssociationChangeNotification>();

        Assert.Equal(new SctpAssociationChangeNotification(SctpAssociationChange.Up, 5, 6), up);
        Assert.Equal(
            new SctpAssociationChangeNotification(SctpAssociationChange.Up, 6, 5), await client.NotificationAsync<SctpAssociationChangeNotification>());
        await Exchange.EndAsync(server, client);
    }

    [Fact]
    public async Task Adaptation_EachSideSends_TheOtherHears()
    {
        var (server, client) = await Kernel.PairAsync(o => o.AdaptationIndication = 0x01020304, o => o.AdaptationIndication = 7);

        Assert.Equal(7u, (await server.NotificationAsync<SctpAdaptationNotification>()).Indication);
        Assert.Equal(0x01020304u, (await client.NotificationAsync<SctpAdaptationNotification>()).Indication);
        await Exchange.EndAsync(server, client);
    }

    [Fact]
    public async Task SenderDry_Asked_ComesOnceAllIsAcknowledged()
    {
        var (server, client) = await Kernel.PairAsync(client: o => o.NotifySenderDry = true);

        await client.SendAsync(0, new byte[1000]).Bounded();

        await client.NotificationAsync<SctpSenderDryNotification>();
        await Exchange.EndAsync(server, client);
    }

    [Fact]
    public async Task Shutdown_ByThePeer_IsReported()
    {
        var (server, client) = await Kernel.PairAsync();

        var shutdown = client.ShutdownAsync();

        await server.NotificationAsync<SctpShutdownNotification>();
        await shutdown.Bounded();
        await Exchange.EndAsync(server, client);
    }

    [Fact]
    public async Task Lost_PeerAborts_CarriesTheCause()
    {
        var (server, client) = await Kernel.PairAsync();

        client.Abort();

        var lost = await server.NotificationAsync<SctpAssociationChangeNotification>(n => n.State == SctpAssociationChange.Lost);
        Assert.Equal(SctpErrorCause.UserInitiatedAbort, lost.CauseCode);
        await Exchange.EndAsync(server, client);
    }

    [Fact]
    public async Task SendFailed_PeerAbortsBeforeItRead_GivesTheBytesBack()
    {
        const int Size = 50_000, Count = 15;
        var (server, client) = await Kernel.PairAsync(o => (o.ReceiveLimit, o.ReceiveBufferSize) = (1000, 100_000), o => o.NotificationLimit = 10_000);
        var options = new SctpSendOptions { PayloadProtocolIdentifier = 46, Context = 99, IsUnordered = true };
        for (var i = 0; i < Count; i++)
        {
            await client.SendAsync(3, Payloads.Create(Size, i), options).Bounded();
        }

        server.Abort();

        var failed = await client.NotificationAsync<SctpSendFailedNotification>(n => !n.WasSent);
        Assert.Equal((ushort)3, failed.StreamId);
        Assert.Equal((46u, 99u, true), (failed.Options.PayloadProtocolIdentifier, failed.Options.Context, failed.Options.IsUnordered));
        var bytes = failed.Payload.ToArray();
        Assert.NotEmpty(bytes);
        Assert.Contains(Enumerable.Range(0, Count), i => Payloads.Create(Size, i).AsSpan().IndexOf(bytes) >= 0);
        await Exchange.EndAsync(server, client);
    }

    [Fact]
    public async Task Lifetime_PeerDoesNotRead_TheMessageIsAbandonedAndTheOthersArrive()
    {
        const int Size = 40_000;
        var (server, client) = await Kernel.PairAsync(o => (o.ReceiveLimit, o.ReceiveBufferSize) = (1000, 100_000));
        for (var i = 0; i < 10; i++)
        {
            await client.SendAsync(0, Payloads.Create(Size, i)).Bounded();
        }
        var mortal = Payloads.Create(1000, 1000);
        await client.SendAsync(5, mortal, new SctpSendOptions { Lifetime = TimeSpan.FromMilliseconds(1), Context = 5 }).Bounded();
        await Timeouts.Until(() => server.UnreadBytes > 1000, "the server is full");
        // An expired message is given up when its turn to be sent comes, so not before the server reads on.
        var failed = client.NotificationAsync<SctpSendFailedNotification>();

        for (var i = 0; i < 10; i++)
        {
            var message = await server.ReadOneAsync();
            Assert.Equal(Payloads.Create(Size, i), System.Buffers.BuffersExtensions.ToArray(message.Payload));
        }

        var notification = await failed;
        Assert.Equal(((ushort)5, 5u), (notification.StreamId, notification.Options.Context));
        Assert.Equal(mortal, notification.Payload.ToArray());
        await client.SendAsync(6, new byte[3]).Bounded();
        Assert.Equal(6, (await server.ReadOneAsync()).StreamId);
        await Exchange.EndAsync(server, client);
    }

    [Fact]
    public async Task PartialDelivery_PeerAbortsMidMessage_TheRestIsReportedAsGivenUp()
    {
        // The server takes one part and stops, so the message is surely under way when the client aborts.
        var (server, client) = await Kernel.PairAsync(
            o => (o.MaxMessageSize, o.OversizedMessagePolicy, o.ReceiveLimit, o.ReceiveBufferSize) = (65_536, SctpOversizedMessagePolicy.DeliverInParts, 1000, 100_000),
            o => (o.MaxMessageSize, o.SendBufferSize) = (4 << 20, 4 << 20));
        await client.SendAsync(4, new byte[4 << 20]).Bounded();
        await Timeouts.Until(() => server.UnreadBytes > 0, "a part has arrived");

        client.Abort();

        var partial = await server.NotificationAsync<SctpPartialDeliveryNotification>();
        Assert.Equal(4, partial.StreamId);
        await Assert.ThrowsAsync<SctpAbortedException>(() => ReadPartsAsync(server).Bounded());
        await Exchange.EndAsync(server, client);
        Assert.Equal(0, server.UnreadBytes);
    }

    private static async Task ReadPartsAsync(SctpAssociation association)
    {
        await foreach (var message in association.ReadMessagesAsync())
        {
            Assert.False(message.Info.IsEndOfMessage);
        }
    }
}
