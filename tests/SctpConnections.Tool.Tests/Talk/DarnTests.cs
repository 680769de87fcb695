using SctpConnections.Linux.Tests.Support;
using SctpConnections.Tool.Tests.Support;

namespace SctpConnections.Tool.Tests.Talk;

/// <summary>With sctp_darn of lksctp-tools, both ways.</summary>
public sealed class DarnTests
{
    [Fact]
    public async Task Connect_DarnListens_MessagesGoBothWays()
    {
        var port = ToolPort.Next();
        await using var darn = Command.Start("stdbuf", "-oL", "sctp_darn", "-H", "127.0.0.1", "-P", $"{port}", "-l", "-e");
        await ToolPort.WaitAsync(port);

        // Its echo comes on stream 0 and without the payload protocol identifier.
        var run = await ToolRun.RunAsync("connect", $"127.0.0.1:{port}", "-e", "send stream 1 ppid 7 hello darn; expect stream 0 ppid 0 'hello darn'");

        Assert.Equal(("", ExitCode.Done), (run.Error, run.Code));
        await darn.WaitForAsync("SHUTDOWN_COMP");
        Assert.Contains("sinfo_stream 1\n", darn.Output, StringComparison.Ordinal);
        Assert.Contains("sinfo_ppid 117440512\n", darn.Output, StringComparison.Ordinal);
        Assert.Contains("DATA(10)", darn.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Listen_DarnConnects_MessagesGoBothWays()
    {
        var (port, local) = (ToolPort.Next(), ToolPort.Next());
        await using var server = await Listening.StartAtAsync($"127.0.0.1:{port}", "-e", "expect 'from darn'; send back; expect notification sender-dry; quit", "-o", "NotifySenderDry=true");
        await using var darn = Command.Start("bash", "-c", $"(echo from darn; sleep 10) | stdbuf -oL sctp_darn -H 127.0.0.1 -P {local} -h 127.0.0.1 -p {port} -s");

        var output = await server.Command.ExpectSuccessAsync();

        Assert.Contains(@"11 bytes: from darn\n\0", output, StringComparison.Ordinal);
        Assert.Contains("New connection", darn.Output, StringComparison.Ordinal);
    }
}
