using SctpConnections.Linux.Tests.Support;

namespace SctpConnections.Linux.Tests.Samples;

/// <summary>An ordinary web application on SCTP, fetched by an ordinary HTTP client that was moved to SCTP.</summary>
public sealed class HttpSampleTests
{
    [Fact]
    public async Task HttpOverSctp_FetchedByCurl_EveryByteIsTheSame()
    {
        const int Count = 1_000_000;
        // curl leaves the receive buffer at the system's default, which makes the kernel crawl on loopback.
        await Command.RunAsync("sysctl", "-qw", "net.core.rmem_default=1048576");
        var endPoint = $"sctp/127.0.0.1:{SampleServer.NextPort()}";
        await using var server = Command.Start(Repository.Program("HttpOverSctp"), "--listen", endPoint);
        await server.WaitForAsync("Now listening on");
        var expected = Path.GetTempFileName();
        await File.WriteAllBytesAsync(expected, [.. Enumerable.Range(0, Count).Select(i => (byte)(i * 31))]);

        var output = await Command.RunAsync(Repository.Peer("withsctp_curl.sh"), $"http://{endPoint["sctp/".Length..]}/bytes/{Count}", expected);

        Assert.Contains($"200 {Count} bytes", output, StringComparison.Ordinal);
        File.Delete(expected);
        await server.StopAsync();
    }
}
