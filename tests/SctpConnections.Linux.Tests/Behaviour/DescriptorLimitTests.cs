using System.Globalization;
using SctpConnections.Linux.Tests.Support;

namespace SctpConnections.Linux.Tests.Behaviour;

/// <summary>A server that may open fewer descriptors than it has associations to accept. A program of its own, as the limit is the process's.</summary>
public sealed class DescriptorLimitTests
{
    [Fact]
    public async Task Accept_OutOfDescriptors_BacksOffAndServesAfterwards()
    {
        const int Descriptors = 220;
        const int Associations = 400;
        var port = SampleServer.NextPort().ToString(CultureInfo.InvariantCulture);
        await using var server = Command.Start("bash", "-c",
            $"ulimit -n {Descriptors}; exec '{Repository.Program("EchoServer")}' --listen sctp/127.0.0.1:{port}");
        await server.WaitForAsync("listening on");

        // Holds all of them open at once, then aborts them, then wants a good one to be served.
        var output = await Command.RunAsync("/usr/bin/python3", Repository.Peer("raw_peer.py"), "connect-many", "127.0.0.1", port,
            Associations.ToString(CultureInfo.InvariantCulture));

        Assert.Contains("OK connect-many", output, StringComparison.Ordinal);
        var log = await server.StopAsync();
        Assert.DoesNotContain("failed", log, StringComparison.OrdinalIgnoreCase);
    }
}
