using SctpConnections.Linux.Tests.Support;
using SctpConnections.Notifications;
using SctpConnections.TestShared;

namespace SctpConnections.Linux.Tests.Delivery;

/// <summary>What the kernel lets be known of each message's fate.</summary>
public sealed class DeliveryTests
{
    private static readonly Action<SctpTransportOptions> s_slowReader = o => (o.ReceiveLimit, o.ReceiveBufferSize) = (1000, 100_000);

    [Fact]
    public async Task DeliverAsync_PeerAlive_IsAcknowledged()
    {
        var (server, client) = await Kernel.PairAsync();

        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(default, await client.DeliverAsync(1, Payloads.Create(1000, i)).Bounded());
        }

        // Even though nobody has read them.
        Assert.True(server.UnreadBytes > 0);
        await Exchange.EndAsync(server, client);
    }

    [Fact]
    public async Task DeliverAsync_UserContext_IsOnTheWireNoLongerButComesBack()
    {
        var (server, client) = await Kernel.PairAsync(s_slowReader, o => o.NotificationLimit = 10_000);
        await FillAsync(client, server);
        var delivery = client.DeliverAsync(3, Payloads.Create(50_000, 1), new SctpSendOptions { Context = 99 }).AsTask();
        await Timeouts.Until(() => client.QueuedSendBytes == 0, "the message is with the kernel");

        server.Abort();

        var failed = await client.NotificationAsync<SctpSendFailedNotification>(n => n.StreamId == 3);
        Assert.Equal(99u, failed.Options.Context);
        var result = await delivery.Bounded();
        Assert.Equal((SctpDeliveryStatus.Failed, 50_000), (result.Status, result.UndeliveredBytes));
        Assert.Equal(Payloads.Create(50_000, 1), result.Undelivered.ToArray());
        Assert.Equal(SctpErrorCause.UserInitiatedAbort, result.CauseCode);
        await Exchange.EndAsync(server, client);
    }

    [Fact]
    public async Task DeliverAsync_LifetimeOver_GivesTheBytesBackAndTheOthersAreAcknowledged()
    {
        var (server, client) = await Kernel.PairAsync(s_slowReader);
        await FillAsync(client, server);
        // Several fragments, so several events.
        var mortal = client.DeliverAsync(5, Payloads.Create(150_000, 7), new SctpSendOptions { Lifetime = TimeSpan.FromMilliseconds(1) }).AsTask();
        var reliable = client.DeliverAsync(5, Payloads.Create(10, 8)).AsTask();

        var reading = ReadAllAsync(server);

        var result = await mortal.Bounded();
        Assert.Equal((SctpDeliveryStatus.Expired, 150_000, null), (result.Status, result.UndeliveredBytes, result.CauseCode));
        Assert.Equal(Payloads.Create(150_000, 7), result.Undelivered.ToArray());
        Assert.Equal(default, await reliable.Bounded());
        await Exchange.EndAsync(server, client);
        await reading.Bounded();
    }

    [Fact]
    public async Task DeliverAsync_ManyWithMixedLifetimes_EachGetsItsOwnResult()
    {
        const int Count = 10_000;
        var (server, client) = await Kernel.PairAsync(o => o.ReceiveLimit = 30_000, o => (o.SendBufferSize, o.SendQueueLimit, o.NotificationLimit) = (16 << 20, 16 << 20, 1));
        await FillAsync(client, server, count: 50);
        var results = new Task<SctpDelivery>[Count];
        for (var i = 0; i < Count; i++)
        {
            var options = i % 3 == 0 ? new SctpSendOptions { Lifetime = TimeSpan.FromMilliseconds(1) } : default;
            results[i] = client.DeliverAsync((ushort)(i % 100), BitConverter.GetBytes(i), options).AsTask();
        }

        var received = ReadAllAsync(server);
        var delivered = await Task.WhenAll(results).Bounded();
        await Exchange.EndAsync(client);
        var arrived = (await received.Bounded()).Where(m => m.Length == 4).Select(m => BitConverter.ToInt32(m)).ToHashSet();
        await Exchange.EndAsync(server);

        var returned = 0;
        for (var i = 0; i < Count; i++)
        {
            var (status, bytes) = (delivered[i].Status, delivered[i].Undelivered.ToArray());
            Assert.True(status == SctpDeliveryStatus.Acknowledged || (i % 3 == 0 && status == SctpDeliveryStatus.Expired), $"{i}: {delivered[i]}");
            Assert.True(arrived.Contains(i) || status == SctpDeliveryStatus.Expired, $"{i} has not arrived: {delivered[i]}");
            if (bytes.Length > 0)
            {
                // Never sent, so the kernel gave it back.
                Assert.Equal(BitConverter.GetBytes(i), bytes);
                Assert.DoesNotContain(i, arrived);
                returned++;
            }
        }
        Assert.InRange(returned, 1, Count / 2);
        Assert.InRange(arrived.Count, Count / 2, Count - 1);
    }

    [Fact]
    public async Task DeliverAsync_DryNotificationsAskedOrNot_AreSeenOnlyByWhoAsked()
    {
        var (server, client) = await Kernel.PairAsync(o => o.NotifySenderDry = true);

        Assert.Equal(default, await client.DeliverAsync(1, new byte[10]).Bounded());
        Assert.Equal(default, await server.DeliverAsync(1, new byte[10]).Bounded());

        await server.NotificationAsync<SctpSenderDryNotification>();
        await Exchange.EndAsync(server, client);
        await foreach (var notification in client.ReadNotificationsAsync())
        {
            Assert.IsNotType<SctpSenderDryNotification>(notification);
        }
    }

    [Fact]
    public async Task DeliverAsync_StaleDryIsRead_DoesNotConfirmWhatIsUnderWay()
    {
        // Dry events of the echoes below pile up in the client's receive queue, behind messages that nobody reads.
        var (server, client) = await Kernel.PairAsync(s_slowReader, o => (o.ReceiveLimit, o.NotifySenderDry) = (1000, true));
        for (var i = 0; i < 30; i++)
        {
            await client.SendAsync(0, new byte[10], new SctpSendOptions { SackImmediately = true }).Bounded();
            await Timeouts.Until(() => client.QueuedSendBytes == 0 && client.UnacknowledgedBytes == 0, "the client's queue has run dry");
            await server.SendAsync(0, new byte[500]).Bounded();
        }
        await Timeouts.Until(() => client.UnreadBytes >= 1000, "the client reads no more");
        await FillAsync(client, server);
        var delivery = client.DeliverAsync(9, Payloads.Create(50_000, 1)).AsTask();
        await Timeouts.Until(() => client.QueuedSendBytes == 0, "the message is with the kernel");

        for (var i = 0; i < 30; i++)
        {
            await client.ReadOneAsync();
        }
        for (var i = 0; i < 20; i++)
        {
            await client.NotificationAsync<SctpSenderDryNotification>();
        }

        Assert.False(delivery.IsCompleted);
        Assert.True(client.UnacknowledgedBytes > 0);
        var reading = ReadAllAsync(server);
        Assert.Equal(default, await delivery.Bounded());
        await Exchange.EndAsync(server, client);
        await reading.Bounded();
    }

    [Fact]
    public async Task DeliverAsync_WaiterIsTheReader_GetsItsResultThoughNobodyReads()
    {
        var (server, client) = await Kernel.PairAsync(client: o => o.ReceiveLimit = 1000);
        for (var i = 0; i < 100; i++)
        {
            await server.SendAsync(0, new byte[500]).Bounded();
        }
        await Timeouts.Until(() => client.UnreadBytes >= 1000, "the client reads no more");

        Assert.Equal(default, await client.DeliverAsync(1, new byte[10]).Bounded());

        await Exchange.EndAsync(server, client);
    }

    [Fact]
    public async Task DeliverAsync_ConstantLoad_StillGetsResults()
    {
        var (server, client) = await Kernel.PairAsync();
        using var stop = new CancellationTokenSource();
        var reading = ReadAllAsync(server);
        var load = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                await client.SendAsync(0, new byte[8000]);
            }
        });

        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(default, await client.DeliverAsync(1, new byte[10]).Bounded());
        }

        await stop.CancelAsync();
        await load.Bounded();
        await Exchange.EndAsync(client);
        await reading.Bounded();
        await Exchange.EndAsync(server);
    }

    [Fact]
    public async Task DeliverAsync_CancelledAfterItWasTaken_EndsTheWaitingAndNotTheSending()
    {
        var (server, client) = await Kernel.PairAsync(s_slowReader);
        await FillAsync(client, server);
        using var source = new CancellationTokenSource();
        var delivery = client.DeliverAsync(9, Payloads.Create(100, 1), default, source.Token).AsTask();
        await Timeouts.Until(() => client.QueuedSendBytes == 0, "the message is with the kernel");

        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => delivery.Bounded());
        var reading = ReadAllAsync(server);
        await Exchange.EndAsync(client);
        Assert.Contains(Payloads.Create(100, 1), await reading.Bounded());
        await Exchange.EndAsync(server);
    }

    [Fact]
    public async Task DeliverAsync_ShutDownRightAfter_IsAcknowledgedAsTheShutdownIsComplete()
    {
        var (server, client) = await Kernel.PairAsync(s_slowReader);
        await FillAsync(client, server);
        var delivery = client.DeliverAsync(9, new byte[100]).AsTask();

        var end = client.ShutdownAsync();
        var reading = ReadAllAsync(server);

        await end.Bounded();
        Assert.Equal(default, await delivery.Bounded());
        Assert.Equal(SctpDeliveryStatus.Failed, (await client.DeliverAsync(9, new byte[100]).Bounded()).Status);
        await reading.Bounded();
        await Exchange.EndAsync(server, client);
    }

    /// <summary>Fills the window of a peer that does not read, with more behind it.</summary>
    private static async Task FillAsync(SctpAssociation sender, SctpAssociation receiver, int count = 10)
    {
        for (var i = 0; i < count; i++)
        {
            await sender.SendAsync(0, Payloads.Create(40_000, i)).Bounded();
        }
        await Timeouts.Until(() => receiver.UnreadBytes > 1000, "the receiver is full");
    }

    private static async Task<List<byte[]>> ReadAllAsync(SctpAssociation association)
    {
        var messages = new List<byte[]>();
        await foreach (var message in association.ReadMessagesAsync())
        {
            messages.Add(System.Buffers.BuffersExtensions.ToArray(message.Payload));
        }
        return messages;
    }
}
