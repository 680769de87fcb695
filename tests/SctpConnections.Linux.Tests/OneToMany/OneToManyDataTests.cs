using SctpConnections.Linux.Tests.Support;
using SctpConnections.TestShared;
using static SctpConnections.Linux.Tests.Support.ManySocket;

namespace SctpConnections.Linux.Tests.OneToMany;

/// <summary>Messages of one-to-many sockets: to one, to all, too many, and wrong ones.</summary>
public sealed class OneToManyDataTests
{
    [Fact]
    public async Task Receive_TwoAssociationsInterleaved_EachKeepsItsOrderAndItsBytes()
    {
        const int Count = 200;
        await using var server = Open();
        await using var one = Open();
        await using var two = Open();
        SctpOneToManySocket[] clients = [one, two];
        var senders = new List<Task>();
        foreach (var client in clients)
        {
            var id = await client.ConnectAsync(server.LocalEndPoint).Bounded();
            senders.Add(SendAsync(client, id));
        }

        var next = new Dictionary<int, int>();
        for (var i = 0; i < 2 * Count; i++)
        {
            var item = await server.ReceiveMessageAsync();
            var number = next.GetValueOrDefault(item.AssociationId);
            next[item.AssociationId] = number + 1;
            Assert.Equal((uint)number, item.PayloadProtocolIdentifier);
            Assert.True(item.Payload.Span.SequenceEqual(Payloads.Create(Size(number), number)));
        }

        await Task.WhenAll(senders).Bounded();
        Assert.Equal([Count, Count], next.Values);
        await EndAsync(server, one, two);

        // Some larger than what the kernel hands over at once.
        static int Size(int number) => number % 50 == 49 ? 400_000 : 1 + (number * 37 % 5000);

        static async Task SendAsync(SctpOneToManySocket socket, int id)
        {
            for (var i = 0; i < Count; i++)
            {
                await socket.SendAsync(id, 1, Payloads.Create(Size(i), i), new SctpSendOptions { PayloadProtocolIdentifier = (uint)i }).Bounded();
            }
        }
    }

    [Theory]
    [InlineData(100)]
    [InlineData(100_000)]
    public async Task SendToAll_ThreeAssociations_EachGetsItOnce(int size)
    {
        // The long ones are too much for the kernel's one call.
        await using var server = Open(o => o.SendBufferSize = 120_000);
        var clients = new List<SctpOneToManySocket>();
        for (var i = 0; i < 3; i++)
        {
            clients.Add(Open());
            await clients[i].ConnectAsync(server.LocalEndPoint).Bounded();
            await server.AcceptAsync();
        }
        var payload = Payloads.Create(size, 1);

        var count = await server.SendToAllAsync(2, payload).Bounded();
        await server.SendToAllAsync(2, new byte[7]).Bounded();

        Assert.Equal(3, count);
        foreach (var client in clients)
        {
            Assert.True((await client.ReceiveMessageAsync()).Payload.Span.SequenceEqual(payload));
            Assert.Equal(7, (await client.ReceiveMessageAsync()).Payload.Length);
        }
        await EndAsync([server, .. clients]);
    }

    [Fact]
    public async Task Receive_NobodyReads_StopsAtTheLimitAndSendsWaitCancellable()
    {
        const int Limit = 50_000, Size = 1000;
        var (server, _, client, clientId) = await PairAsync(o => (o.ReceiveLimit, o.ReceiveBufferSize) = (Limit, 100_000), o => o.SendBufferSize = 100_000);
        using var source = new CancellationTokenSource();
        var sent = 0;
        var sending = SendAsync();
        await Timeouts.Until(() => server.UnreadBytes >= Limit, "the queue is full");
        var before = -1;
        await Timeouts.Until(() => before == (before = Volatile.Read(ref sent)) && client.UnreadBytes >= 0 && before > 100, "the sender waits");

        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending.Bounded());
        Assert.InRange(server.UnreadBytes, Limit, Limit + (2 * (Size + 96)));
        for (var i = 0; i < sent; i++)
        {
            Assert.Equal((uint)i, (await server.ReceiveMessageAsync()).PayloadProtocolIdentifier);
        }
        await client.SendAsync(clientId, 0, Bytes("last")).Bounded();
        Assert.Equal("last", (await server.ReceiveMessageAsync()).Text());
        await EndAsync(server, client);

        async Task SendAsync()
        {
            while (true)
            {
                await client.SendAsync(clientId, 0, new byte[Size], new SctpSendOptions { PayloadProtocolIdentifier = (uint)sent }, source.Token);
                Interlocked.Increment(ref sent);
            }
        }
    }

    [Fact]
    public async Task Receive_Cancelled_LosesNothing()
    {
        var (server, _, client, clientId) = await PairAsync();
        using var source = new CancellationTokenSource();
        var read = server.ReceiveAsync(source.Token).AsTask();
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read.Bounded());

        await client.SendAsync(clientId, 0, Bytes("kept")).Bounded();

        Assert.Equal("kept", (await server.ReceiveMessageAsync()).Text());
        await EndAsync(server, client);
    }

    [Fact]
    public async Task Send_WrongInput_SaysWhatIsWrong()
    {
        var (server, _, client, id) = await PairAsync(client: o => (o.MaxMessageSize, o.ByteStreamMessageSize) = (5000, 5000));

        var unknown = await Assert.ThrowsAsync<ArgumentException>(() => client.SendAsync(id + 100, 0, new byte[1]).Bounded());
        Assert.Contains($"no association {id + 100}: it has {id} (AssociationIds)", unknown.Message, StringComparison.Ordinal);
        var stream = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => client.SendAsync(id, 64, new byte[1]).Bounded());
        Assert.Contains("streams 0 to 63", stream.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentException>(() => client.SendAsync(id, 0, default).Bounded());
        Assert.Equal(5000, (await Assert.ThrowsAsync<SctpMessageTooLongException>(() => client.SendAsync(id, 0, new byte[5001]).Bounded())).Limit);
        await Assert.ThrowsAsync<ArgumentException>(() => client.SendAsync(SctpEndPoint.Loopback(0), 0, new byte[1]).Bounded());
        var family = await Assert.ThrowsAsync<SctpException>(() => client.SendAsync(SctpEndPoint.Parse("sctp/[::1]:9"), 0, new byte[1]).Bounded());
        Assert.Contains("IPv6", family.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => client.Abort(id + 100, "x"));
        Assert.Throws<ArgumentException>(() => client.GetPeerAddresses(id + 100));
        Assert.Throws<ArgumentException>(() => client.GetLocalAddresses(id + 100));
        Assert.Throws<ArgumentException>(() => client.PeelOff(id + 100));
        await Assert.ThrowsAsync<ArgumentException>(() => client.ShutdownAsync(id + 100).Bounded());
        Assert.Throws<ArgumentException>(() => Open(o => o.AutoClose = TimeSpan.FromMilliseconds(1500)));

        await client.SendAsync(id, 0, Bytes("still fine")).Bounded();
        Assert.Equal("still fine", (await server.ReceiveMessageAsync()).Text());
        await EndAsync(server, client);
    }

    [Fact]
    public async Task Receive_MessageOverTheLimit_AbortsItsAssociationAlone()
    {
        var (server, serverId, client, clientId) = await PairAsync(o => (o.MaxMessageSize, o.ByteStreamMessageSize) = (10_000, 1000));
        await using var other = Open();
        var otherId = await other.ConnectAsync(server.LocalEndPoint).Bounded();

        await client.SendAsync(clientId, 0, new byte[300_000]).Bounded();

        var lost = await client.ReceiveChangeAsync(clientId, Notifications.SctpAssociationChange.Lost);
        Assert.Contains("MaxMessageSize", lost.CauseText, StringComparison.Ordinal);
        await server.ReceiveChangeAsync(serverId, Notifications.SctpAssociationChange.Lost);
        await other.SendAsync(otherId, 0, Bytes("still here")).Bounded();
        Assert.Equal("still here", (await server.ReceiveMessageAsync()).Text());
        await EndAsync(server, client, other);
    }
}
