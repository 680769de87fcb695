using System.Globalization;
using SctpConnections.Linux.Tests.Support;
using SctpConnections.TestShared;

namespace SctpConnections.Linux.Tests.Samples;

/// <summary>The echo samples as programs; the client compares every answer itself.</summary>
public sealed class EchoSampleTests
{
    [Theory]
    [InlineData("127.0.0.1", "--count", "2000")]
    [InlineData("[::1]", "--count", "500", "--size", "20000", "--streams", "16")]
    [InlineData("127.0.0.1", "--count", "2000", "--window", "32", "--unordered", "true", "--ppid", "46")]
    [InlineData("127.0.0.1+127.0.0.2+127.0.0.3", "--count", "500", "--local", "sctp/127.0.0.4+127.0.0.5:0")]
    public async Task EchoClient_AgainstEchoServer_EveryMessageComesBack(string addresses, string option, string count, params string[] more)
    {
        var (server, endPoint) = await SampleServer.StartAsync("EchoServer", addresses, "listening on sctp");
        await using var _ = server;

        var output = await Command.RunAsync(Repository.Program("EchoClient"), ["--connect", endPoint, option, count, .. more]);

        Assert.Contains($"{count} messages of", output, StringComparison.Ordinal);
        await server.WaitForAsync("down: The association was shut down by the peer.");
        await server.StopAsync();
    }

    [Fact]
    public async Task EchoServer_WithHttpBesideSctp_TellsHowManyItEchoed()
    {
        var http = SampleServer.NextPort().ToString(CultureInfo.InvariantCulture);
        var (server, endPoint) = await SampleServer.StartAsync("EchoServer", "127.0.0.1", $"listening on http://localhost:{http}", "--http", http);
        await using var _ = server;
        await Command.RunAsync(Repository.Program("EchoClient"), "--connect", endPoint, "--count", "123");
        using var client = new HttpClient();

        var text = await client.GetStringAsync($"http://localhost:{http}/").Bounded();

        Assert.Equal("123 messages echoed\n", text);
        await server.StopAsync();
    }
}
