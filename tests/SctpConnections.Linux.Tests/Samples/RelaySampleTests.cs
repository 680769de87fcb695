using System.Globalization;
using SctpConnections.Linux.Tests.Support;

namespace SctpConnections.Linux.Tests.Samples;

/// <summary>The relay between two programs that know nothing of it.</summary>
public sealed class RelaySampleTests
{
    [Fact]
    public async Task Relay_BetweenIperfClientAndServer_EveryDirectionWorks()
    {
        var target = SampleServer.NextPort().ToString(CultureInfo.InvariantCulture);
        var (relay, endPoint) = await SampleServer.StartAsync("Relay", "127.0.0.1", "relaying sctp", "--to", $"sctp/127.0.0.1:{target}", "--tcp", "true");
        await using var _ = relay;

        var output = await Command.RunAsync(Repository.Peer("iperf3_relay.sh"), target, endPoint[(endPoint.LastIndexOf(':') + 1)..]);

        Assert.Contains("\nOK", output, StringComparison.Ordinal);
        await relay.StopAsync();
    }

    [Fact]
    public async Task Relay_BetweenEchoClientAndServer_KeepsStreamsAndIdentifiers()
    {
        var (server, target) = await SampleServer.StartAsync("EchoServer", "127.0.0.1", "listening on sctp");
        await using var _ = server;
        var (relay, endPoint) = await SampleServer.StartAsync("Relay", "127.0.0.1", "relaying sctp", "--to", target);
        await using var __ = relay;

        await Command.RunAsync(Repository.Program("EchoClient"), "--connect", endPoint, "--count", "1000", "--streams", "8", "--size", "3000", "--ppid", "60");

        await relay.WaitForAsync("1000 messages there, 1000 back");
    }
}
