using System.Buffers;
using System.Net.Sockets;
using SctpConnections.Notifications;
using SctpConnections.TestShared;
using Xunit;

namespace SctpConnections.Conformance;

/// <summary>Setting up, telling about, and using an association as messages.</summary>
public abstract class AssociationContract(IConformanceProvider provider) : ConformanceTest(provider)
{
    [Fact]
    public async Task Connect_Accepted_BothEndsAgree()
    {
        await using var host = await ConformanceHost.StartAsync(
            Provider, server => (server.OutboundStreams, server.InboundStreams) = (10, 20), client => (client.OutboundStreams, client.InboundStreams) = (30, 5));
        var pair = await host.ConnectAsync();

        Assert.Equal((20, 5), (pair.Client.OutboundStreams, pair.Client.InboundStreams));
        Assert.Equal((5, 20), (pair.Server.OutboundStreams, pair.Server.InboundStreams));
        Assert.Equal(host.EndPoint.Port, pair.Client.RemoteEndPoint.Port);
        Assert.Equal(host.EndPoint.Port, pair.Server.LocalEndPoint.Port);
        Assert.Equal(pair.Client.LocalEndPoint.Port, pair.Server.RemoteEndPoint.Port);
        Assert.NotEqual(0, pair.Client.LocalEndPoint.Port);
        Assert.NotEqual(pair.Client.Id, pair.Server.Id);
    }

    [Fact]
    public async Task Connect_NobodyListens_IsRefused()
    {
        await using var host = await ConformanceHost.StartAsync(Provider);
        await host.Listener.DisposeAsync().Bounded();

        var error = await Assert.ThrowsAsync<SocketException>(() => host.Connector.ConnectAsync(host.EndPoint).Bounded());

        Assert.Equal(SocketError.ConnectionRefused, error.SocketErrorCode);
    }

    [Fact]
    public async Task Connect_TokenAlreadyCancelled_LeavesNothingBehind()
    {
        await using var host = await ConformanceHost.StartAsync(Provider);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => host.Connector.ConnectAsync(host.EndPoint, new CancellationToken(true)).Bounded());

        var pair = await host.ConnectAsync();
        Assert.Equal(pair.Client.LocalEndPoint.Port, pair.Server.RemoteEndPoint.Port);
    }

    [Fact]
    public async Task ReadNotificationsAsync_AssociationEnds_EndsToo()
    {
        await using var host = await ConformanceHost.StartAsync(Provider);
        var pair = await host.ConnectAsync();
        var notifications = ReadNotificationsAsync(pair.Server);
        var read = ReadAsync(pair.Server);

        await pair.Client.ShutdownAsync().Bounded();

        Assert.Empty(await read.Bounded());
        Assert.Contains(await notifications.Bounded(), notification => notification is SctpShutdownNotification);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Messages_RandomSizesStreamsIdentifiersAndOrderings_EchoByteForByte(int seed)
    {
        const int Count = 500;
        await using var host = await ConformanceHost.StartAsync(Provider);
        var pair = await host.ConnectAsync();
        var echo = EchoAsync(pair.Server);
        var read = ReadAsync(pair.Client, Count);
        var random = new Random(seed);
        var sent = new Dictionary<uint, (ushort Stream, bool IsUnordered, byte[] Payload)>();
        for (var i = 1u; i <= Count; i++)
        {
            var payload = Payloads.Create(Size(random), (int)i);
            var stream = (ushort)random.Next(pair.Client.OutboundStreams);
            sent[i] = (stream, random.Next(4) == 0, payload);
            await pair.Client.SendAsync(stream, payload, new SctpSendOptions { PayloadProtocolIdentifier = i, IsUnordered = sent[i].IsUnordered }).Bounded();
        }

        var received = await read.Bounded();

        Assert.Equal(Count, received.Select(message => message.PayloadProtocolIdentifier).Distinct().Count());
        Assert.All(received, message =>
        {
            var (stream, isUnordered, payload) = sent[message.PayloadProtocolIdentifier];
            Assert.Equal((stream, isUnordered, true), (message.StreamId, message.IsUnordered, message.Info.IsEndOfMessage));
            Assert.True(message.Payload.ToArray().AsSpan().SequenceEqual(payload), $"message {message.PayloadProtocolIdentifier}");
        });
        foreach (var stream in received.Where(message => !message.IsUnordered).GroupBy(message => message.StreamId))
        {
            Assert.Equal(stream.Select(message => message.PayloadProtocolIdentifier).Order(), stream.Select(message => message.PayloadProtocolIdentifier));
        }
        await pair.Client.ShutdownAsync().Bounded();
        await echo.Bounded();
    }

    [Fact]
    public async Task Messages_LongestAndShortest_Arrive()
    {
        await using var host = await ConformanceHost.StartAsync(Provider);
        var pair = await host.ConnectAsync();
        var longest = Payloads.Create(Math.Min(pair.Client.MaxSendMessageSize, 1024 * 1024), 1);
        var read = ReadAsync(pair.Server, 3);

        await pair.Client.SendAsync(0, new byte[1]).Bounded();
        await pair.Client.SendAsync(0, longest).Bounded();
        await pair.Client.SendAsync(0, new byte[2]).Bounded();

        var received = await read.Bounded();
        Assert.Equal([1, longest.Length, 2], received.Select(message => message.Length));
        Assert.True(received[1].Payload.ToArray().AsSpan().SequenceEqual(longest));
    }

    [Fact]
    public async Task SendAsync_OverTheLimit_FailsAloneAndTheAssociationGoesOn()
    {
        await using var host = await ConformanceHost.StartAsync(Provider, client: client => client.MaxMessageSize = 20_000);
        var pair = await host.ConnectAsync();

        var error = await Assert.ThrowsAsync<SctpMessageTooLongException>(() => pair.Client.SendAsync(0, new byte[20_001]).Bounded());
        Assert.Equal(20_000, error.Limit);
        await pair.Client.SendAsync(0, new byte[20_000]).Bounded();

        Assert.Equal(20_000, (await ReadAsync(pair.Server, 1).Bounded())[0].Length);
    }

    [Fact]
    public async Task SendAsync_ManyThreads_KeepsEachStreamsOrder()
    {
        const int Threads = 4, Messages = 2000;
        await using var host = await ConformanceHost.StartAsync(Provider);
        var pair = await host.ConnectAsync();
        var read = ReadAsync(pair.Server, Threads * Messages);

        await Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Run(async () =>
        {
            for (var i = 0; i < Messages; i++)
            {
                await pair.Client.SendAsync((ushort)thread, BitConverter.GetBytes(i));
            }
        }))).Bounded();

        var received = await read.Bounded();
        for (var thread = 0; thread < Threads; thread++)
        {
            Assert.Equal(
                Enumerable.Range(0, Messages),
                received.Where(message => message.StreamId == thread).Select(message => BitConverter.ToInt32(message.Payload.ToArray())));
        }
    }

    [Fact]
    public async Task Streams_All65535_CarryOneMessageEach()
    {
        await using var host = await ConformanceHost.StartAsync(
            Provider, server => server.InboundStreams = ushort.MaxValue, client => client.OutboundStreams = ushort.MaxValue);
        var pair = await host.ConnectAsync();
        Assert.Equal(ushort.MaxValue, pair.Server.InboundStreams);
        var read = ReadAsync(pair.Server, ushort.MaxValue);

        for (var id = 0; id < ushort.MaxValue; id++)
        {
            await pair.Client.SendAsync((ushort)id, BitConverter.GetBytes(id));
        }

        var received = await read.Bounded();
        Assert.Equal(Enumerable.Range(0, ushort.MaxValue), received.Select(message => (int)message.StreamId).Order());
        Assert.All(received, message => Assert.Equal(message.StreamId, BitConverter.ToInt32(message.Payload.ToArray())));
    }

    [Fact]
    public async Task Associations_Thousand_OpenAndAbortAtOnce()
    {
        const int Count = 1000;
        await using var host = await ConformanceHost.StartAsync(Provider);
        var pairs = new List<ConformancePair>();
        for (var i = 0; i < Count; i++)
        {
            pairs.Add(await host.ConnectAsync());
        }
        var reads = pairs.ConvertAll(pair => Assert.ThrowsAsync<SctpAbortedException>(() => ReadAsync(pair.Server)));

        foreach (var pair in pairs)
        {
            pair.Client.Abort("all at once");
        }

        var errors = await Task.WhenAll(reads).Bounded();
        Assert.Equal(Count, errors.Length);
        Assert.All(pairs, pair => Assert.Equal((SctpCloseKind.Abort, SctpCloseSide.Peer), (pair.Server.CloseReason!.Kind, pair.Server.CloseReason.Side)));
    }

    private static int Size(Random random) => random.Next(10) switch
    {
        0 => random.Next(10_000, 200_000),
        < 4 => random.Next(1000, 10_000),
        _ => random.Next(1, 1000),
    };

    private static async Task<List<SctpNotification>> ReadNotificationsAsync(SctpAssociation association)
    {
        var notifications = new List<SctpNotification>();
        await foreach (var notification in association.ReadNotificationsAsync())
        {
            notifications.Add(notification);
        }
        return notifications;
    }
}
