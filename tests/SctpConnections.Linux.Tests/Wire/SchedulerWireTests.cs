using SctpConnections.Linux.Tests.Support;
using SctpConnections.TestShared;

namespace SctpConnections.Linux.Tests.Wire;

/// <summary>The order in which streams send when several have messages waiting (RFC 8260 section 3).</summary>
public sealed class SchedulerWireTests
{
    // One chunk each, and one packet each.
    private const int Size = 1100;

    private static bool HasFairSchedulers => Environment.OSVersion.Version >= new Version(6, 4);

    [Theory]
    [InlineData(SctpStreamScheduler.FirstComeFirstServed, "1 1 1 2 2 2 3 3 3")]
    [InlineData(SctpStreamScheduler.Priority, "3 3 3 2 2 2 1 1 1")]
    [InlineData(SctpStreamScheduler.RoundRobin, "1 2 3 1 2 3 1 2 3")]
    public async Task Streams_ThreeWait_SendInTheSchedulersOrder(SctpStreamScheduler scheduler, string expected)
    {
        var order = await SendAsync(scheduler, streams => (streams[1], streams[2], streams[3]) = (3, 2, 1), [1, 1, 1, 2, 2, 2, 3, 3, 3]);

        Assert.Equal(expected, string.Join(' ', order));
    }

    [Theory]
    [InlineData(SctpStreamScheduler.FairCapacity, 1)]
    [InlineData(SctpStreamScheduler.WeightedFairQueueing, 3)]
    public async Task Streams_TwoWait_ShareTheBytesByTheirWeights(SctpStreamScheduler scheduler, int weight)
    {
        ushort[] queued = [.. Enumerable.Repeat((ushort)1, 12), .. Enumerable.Repeat((ushort)2, 12)];
        if (!HasFairSchedulers)
        {
            using var socket = new Control.FutureSocket();
            Assert.Throws<SctpException>(() => socket.Control.Streams.Scheduler = scheduler);
            return;
        }

        var order = await SendAsync(scheduler, streams => streams[2] = (ushort)weight, queued);

        // As long as both wait, the second has sent its weight times as much, give or take a message.
        var (first, second) = (0, 0);
        foreach (var stream in order.TakeWhile(_ => first < 12 && second < 12))
        {
            _ = stream == 1 ? first++ : second++;
            Assert.InRange(second - (weight * first), -weight, weight);
        }
    }

    /// <summary>Sends one message on each of the streams, in that order, while a first one fills the window; gives the order on the wire.</summary>
    private static async Task<IReadOnlyList<long>> SendAsync(SctpStreamScheduler scheduler, Action<Dictionary<ushort, ushort>> setValues, ushort[] queued)
    {
        var values = new Dictionary<ushort, ushort>();
        setValues(values);
        var (server, client) = await Kernel.PairAsync(client: o => (o.StreamScheduler, o.PathMtu) = (scheduler, 1200));
        if (scheduler is SctpStreamScheduler.Priority or SctpStreamScheduler.WeightedFairQueueing)
        {
            foreach (var (stream, value) in values)
            {
                client.Control.Streams.SetValue(stream, value);
            }
        }
        await using var wire = await WireCapture.StartAsync();
        await using (await Netem.AddAsync("delay 50ms"))
        {
            // The congestion window has no room for more than the first one.
            await client.SendAsync(9, new byte[20 * Size]).Bounded();
            foreach (var stream in queued)
            {
                await client.SendAsync(stream, new byte[Size]).Bounded();
            }
            for (var i = 0; i < 1 + queued.Length; i++)
            {
                await server.ReadOneAsync();
            }
        }
        await Exchange.EndAsync(server, client);
        var chunks = await wire.StopAsync();
        return [.. chunks.Where(c => c.Type == WireChunk.Data).Select(c => c["sctp.data_sid"]).Where(stream => stream != 9)];
    }
}
