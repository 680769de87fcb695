using System.Buffers;
using SctpConnections.Linux.Tests.Support;
using SctpConnections.TestShared;

namespace SctpConnections.Linux.Tests.Peers;

/// <summary>Our client against echo servers of others.</summary>
public sealed class ForeignServerTests
{
    private static int s_port = 17_500;

    [Theory]
    [InlineData("/usr/bin/python3", "raw_peer.py")]
    [InlineData("java", "JavaPeer.java")]
    [InlineData("escript", "erlang_peer.escript")]
    public async Task OurClient_AgainstForeignEcho_EveryMessageIsTheSame(string program, string script)
    {
        var port = Interlocked.Increment(ref s_port);
        await using var server = Command.Start(program, Repository.Peer(script), "server", "127.0.0.1", port.ToString(System.Globalization.CultureInfo.InvariantCulture));
        await Timeouts.Until(() => File.ReadAllText("/proc/net/sctp/eps").Contains($" {port} ", StringComparison.Ordinal), $"{script} listens");
        await using var association = await Kernel.ConnectAsync(SctpEndPoint.Loopback(port), o => o.OutboundStreams = o.InboundStreams = 10);
        var streams = Math.Min(association.OutboundStreams, association.InboundStreams);
        Assert.True(streams > 1, $"{script} granted {streams} streams");
        var random = new Random(7);
        await using var messages = association.ReadMessagesAsync().GetAsyncEnumerator();

        foreach (var size in (int[])[1, 2, 3, 100, 1452, 1453, 4096, 20_000, 60_000])
        {
            for (var i = 0; i < 20; i++)
            {
                var payload = new byte[size];
                random.NextBytes(payload);
                var options = new SctpSendOptions { PayloadProtocolIdentifier = (uint)random.NextInt64(uint.MaxValue), IsUnordered = random.Next(2) == 1 };
                var stream = (ushort)random.Next(streams);

                await association.SendAsync(stream, payload, options).Bounded();

                Assert.True(await messages.MoveNextAsync().Bounded());
                var echo = messages.Current;
                Assert.Equal(payload, echo.Payload.ToArray());
                Assert.Equal(stream, echo.StreamId);
                Assert.Equal(options.PayloadProtocolIdentifier, echo.PayloadProtocolIdentifier);
                Assert.Equal(options.IsUnordered, echo.IsUnordered);
            }
        }
    }
}
