using SctpConnections.Linux.Tests.Support;

namespace SctpConnections.Linux.Tests.Behaviour;

/// <summary>A server that may open fewer descriptors than it has associations to accept. A program of its own, as the limit is the process's.</summary>
public sealed class DescriptorLimitTests
{
    [Fact]
    public async Task Accept_OutOfDescriptors_BacksOffAndServesAfterwards()
    {
        var (server, endPoint) = await SampleServer.StartAsync("EchoServer", "127.0.0.1", "listening on");
        await using var _ = server;
        var port = SctpEndPoint.Parse(endPoint).Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        // Once without a limit: short of descriptors the runtime itself could not load what is needed here for the first time.
        await ConnectManyAsync(port);

        var open = Directory.GetFiles($"/proc/{server.Id}/fd").Length;
        await Command.RunAsync("prlimit", "--pid", server.Id, $"--nofile={open + 40}");

        // Holds all of them open at once, far more than the server can take, then aborts them, then wants a good one to be served.
        await ConnectManyAsync(port);
    }

    private static async Task ConnectManyAsync(string port)
    {
        var output = await Command.RunAsync("/usr/bin/python3", Repository.Peer("raw_peer.py"), "connect-many", "127.0.0.1", port, "400");

        Assert.Contains("OK connect-many", output, StringComparison.Ordinal);
    }
}
