using System.Buffers;
using SctpConnections.TestShared;
using Xunit;

namespace SctpConnections.Conformance;

/// <summary>A peer that reads slowly, or not at all.</summary>
public abstract class BackpressureContract(IConformanceProvider provider) : ConformanceTest(provider)
{
    private const int ReceiveLimit = 100_000;
    private const int SendQueueLimit = 50_000;

    [Theory]
    [InlineData(100)]
    [InlineData(5000)]
    [InlineData(50_000)]
    public async Task PeerNeverReads_SenderWaitsInBoundedMemoryAndIsCancellable(int size)
    {
        await using var host = await StartAsync();
        var pair = await host.ConnectAsync();
        using var source = new CancellationTokenSource();
        var (taken, waiting) = await FillAsync(pair, ReceiveLimit, size, source.Token);

        Assert.InRange(pair.Server.UnreadBytes, 1, ReceiveLimit + (Provider.MaxBatch * (size + 96)));
        Assert.InRange(pair.Client.QueuedSendBytes, 0, SendQueueLimit);
        Assert.InRange((long)taken * size, 1, ReceiveLimit + SendQueueLimit + Provider.MaxInFlight + (4L * size));

        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.Bounded());
        var read = await ReadAsync(pair.Server, taken).Bounded();
        Assert.Equal(Enumerable.Range(0, taken), read.Select(message => BitConverter.ToInt32(message.Payload.ToArray())));
        Assert.Null(pair.Server.CloseReason);
    }

    [Fact]
    public async Task PeerReadsLate_EverythingArrives()
    {
        await using var host = await StartAsync();
        var pair = await host.ConnectAsync();
        var (taken, waiting) = await FillAsync(pair, ReceiveLimit, 5000, CancellationToken.None);

        var read = ReadAsync(pair.Server, taken + 1 + 100);
        await waiting.Bounded();
        for (var i = 0; i < 100; i++)
        {
            await pair.Client.SendAsync(0, BitConverter.GetBytes(taken + 1 + i)).Bounded();
        }

        Assert.Equal(Enumerable.Range(0, taken + 101), (await read.Bounded()).Select(message => BitConverter.ToInt32(message.Payload.ToArray())));
    }

    [Fact]
    public async Task PeerNeverReads_ItsOwnSendsGoOn()
    {
        await using var host = await StartAsync();
        var pair = await host.ConnectAsync();
        var (_, waiting) = await FillAsync(pair, ReceiveLimit, 5000, CancellationToken.None);
        var read = ReadAsync(pair.Client, 1000);

        for (var i = 0; i < 1000; i++)
        {
            await pair.Server.SendAsync(0, BitConverter.GetBytes(i)).Bounded();
        }

        Assert.Equal(Enumerable.Range(0, 1000), (await read.Bounded()).Select(message => BitConverter.ToInt32(message.Payload.ToArray())));
        pair.Client.Abort("over");
        await Assert.ThrowsAnyAsync<Exception>(() => waiting.Bounded());
    }

    [Fact]
    public async Task SlowStream_BelowTheHardLimit_StopsNoOther()
    {
        await using var host = await StartAsync();
        var pair = await host.ConnectAsync();
        var slow = pair.Server.OpenStream(1).Input;
        var fast = pair.Server.OpenStream(2).Input;
        for (var i = 0; i < 10; i++)
        {
            await pair.Client.SendAsync(1, new byte[5000]).Bounded();
        }

        for (var i = 0; i < 2000; i++)
        {
            await pair.Client.SendAsync(2, BitConverter.GetBytes(i)).Bounded();
            var result = await fast.ReadAsync().Bounded();
            Assert.Equal(i, BitConverter.ToInt32(result.Buffer.ToArray()));
            fast.AdvanceTo(result.Buffer.End);
        }

        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(5000, (await slow.ReadTextAsync()).Length);
        }
    }

    [Fact]
    public async Task SlowStream_AtTheHardLimit_OthersGoOnOnceItIsRead()
    {
        await using var host = await StartAsync();
        var pair = await host.ConnectAsync();
        var slow = pair.Server.OpenStream(0).Input;
        var fast = pair.Server.OpenStream(2).Input;
        Assert.False(fast.TryRead(out _));
        var (taken, waiting) = await FillAsync(pair, ReceiveLimit, 5000, CancellationToken.None);
        var send = pair.Client.SendAsync(2, "late"u8.ToArray()).AsTask();

        for (var i = 0; i <= taken; i++)
        {
            await slow.ReadTextAsync();
        }

        await Task.WhenAll(waiting, send).Bounded();
        Assert.Equal("late", await fast.ReadTextAsync());
    }

    private Task<ConformanceHost> StartAsync() => ConformanceHost.StartAsync(
        Provider, server => server.ReceiveLimit = ReceiveLimit, client => (client.SendQueueLimit, client.ShutdownTimeout) = (SendQueueLimit, TimeSpan.FromSeconds(1)));
}
