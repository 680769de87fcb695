using SctpConnections.Linux.Tests.Support;
using SctpConnections.TestShared;

namespace SctpConnections.Linux.Tests.FunctionalRows;

/// <summary>
/// lksctp 1_to_1_threads: 500 threads, each with an association of its own. Here 500 tasks at once, none with a thread of its own; each
/// must get its own bytes back and nobody else's, and leave nothing behind.
/// </summary>
public sealed class OneToOneThreadsRow
{
    private const int Count = 500;

    [Fact]
    public async Task Associations_FiveHundredAtOnce_EachHasItsOwnBytes()
    {
        var before = Descriptors.Sockets;
        var server = await EchoServer.StartAsync(isStreams: false, configure: o => o.Backlog = Count);
        var allAreUp = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var up = 0;

        var clients = Enumerable.Range(0, Count).Select(ExchangeAsync).ToList();
        var ports = await Task.WhenAll(clients).Bounded();

        Assert.Equal(Count, ports.Distinct().Count());
        await server.DisposeAsync();
        Assert.Equal(before, Descriptors.Sockets);

        async Task<int> ExchangeAsync(int number)
        {
            var client = await Kernel.ConnectAsync(server.EndPoint, o => o.OutboundStreams = o.InboundStreams = 10);
            if (Interlocked.Increment(ref up) == Count)
            {
                allAreUp.SetResult();
            }
            await allAreUp.Task.Bounded();
            for (var i = 0; i < 3; i++)
            {
                var payload = Payloads.Create(100 + number, (number * 3) + i);
                await client.SendAsync((ushort)(number % 10), payload).Bounded();
                var echo = await client.ReadOneAsync();
                Assert.Equal(number % 10, echo.StreamId);
                Assert.True(echo.Payload.FirstSpan.SequenceEqual(payload));
            }
            var port = client.LocalEndPoint.Port;
            await client.DisposeAsync().Bounded();
            return port;
        }
    }
}
