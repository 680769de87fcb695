using SctpConnections.Linux.Tests.Support;
using SctpConnections.Tool.Tests.Support;

namespace SctpConnections.Tool.Tests.Testing;

public sealed class TestCommandTests
{
    private const string Hello = "send ppid 0xFFFFFF01 'sctp-test/1 hello drain=0 seed=1 ttlms=0'; expect 'sctp-test/1 ok'";

    [Fact]
    public async Task Client_OurServer_EveryMessageArrives()
    {
        await using var server = await StartAsync();

        foreach (var arguments in (string[][])
        [
            ["--streams", "5", "--case", "4", "--order", "ordered"],
            ["--size", "-3000", "--repeat", "3", "--drain"],
            ["--size", "500", "--associations", "3", "--streams", "2", "--stream-pattern", "random", "--seed", "-7"],
        ])
        {
            var run = await ToolRun.RunAsync(["test", "client", server.EndPoint, .. arguments]);

            Assert.Equal(("", ExitCode.Done), (run.Error, run.Code));
            Assert.EndsWith("every message arrived as it was sent\n", run.Output, StringComparison.Ordinal);
        }
        await server.Command.StopAsync();
        Assert.Equal(5, server.Command.Output.Split("every message arrived as it was sent").Length - 1);
    }

    [Fact]
    public async Task Client_Json_HasEveryStream()
    {
        await using var server = await StartAsync();

        var run = await ToolRun.RunAsync("test", "client", server.EndPoint, "--case", "3", "--repeat", "2", "--streams", "3", "--json", "--ttl", "10s");

        Assert.Equal(("", ExitCode.Done), (run.Error, run.Code));
        var json = run.Json();
        Assert.Equal(("sctp.test/1", 6, 2 * (1 + 1453 + 32_768), true), (json.GetProperty("schema").GetString(), json.GetProperty("messages").GetInt32(), json.GetProperty("bytes").GetInt32(), json.GetProperty("good").GetBoolean()));
        Assert.Equal(2 * 1453, json.GetProperty("streams")[1].GetProperty("bytes").GetInt32());
    }

    [Fact]
    public async Task Server_SomethingElseThanAgreed_SaysWhat()
    {
        await using var server = await StartAsync();

        foreach (var (script, verdict) in ((string, string)[])
        [
            ("send xyz; send ppid 0xFFFFFF01 'sctp-test/1 end messages=1 bytes=3 sum=0'; expect mismatched=1", "0 lost, 1 mismatched, 0 out of order"),
            ("send ppid 0xFFFFFF01 'sctp-test/1 end messages=2 bytes=1 sum=0'", "2 lost, 0 mismatched, 0 out of order"),
            ("send unordered ppid 3 xyz; send unordered ppid 3 xyz; send ppid 0xFFFFFF01 'sctp-test/1 end messages=2 bytes=6 sum=7'; expect mismatched=3", "0 lost, 3 mismatched"),
            ("send ppid 0xFFFFFF01 'sctp-test/1 end messages=-1'; expect closed aborted by the peer", "messages=-1 is not between 0 and 4294967295"),
            ("send ppid 0xFFFFFF01 'sctp-test/2 hello'; expect closed aborted by the peer", "the peer speaks sctp-test/2, not sctp-test/1"),
        ])
        {
            var client = await ToolRun.RunAsync("connect", server.EndPoint, "-e", $"{Hello}; {script}");

            Assert.Equal(("", ExitCode.Done), (client.Error, client.Code));
            await server.Command.WaitForAsync(verdict);
        }
    }

    [Theory]
    [InlineData(20, "-c", "4", "-o", "3", "-x", "2", "-M", "3")]
    [InlineData(20, "-c", "-2000", "-o", "1", "-x", "2", "-D")]
    public async Task Server_SctpTestSends_CountsAll(int messages, params string[] arguments)
    {
        await using var server = await StartAsync("--once", "--echo", "--expect", $"{messages}");

        await Command.RunAsync("sctp_test", ["-H", "127.0.0.1", "-P", "0", "-h", "127.0.0.1", "-p", server.EndPoint.Split(':')[1], "-s", .. arguments, .. arguments.Contains("-D") ? [] : (string[])["-D"]]);

        var output = await server.Command.ExpectSuccessAsync();
        Assert.Contains($": {messages} messages, ", output, StringComparison.Ordinal);
        Assert.Contains("counted only", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_OtherMessagesThanExpected_Code1()
    {
        await using var server = await StartAsync("--once", "--expect", "2");

        await ToolRun.RunAsync("connect", server.EndPoint, "-e", $"{Hello}; send xyz");

        var ended = await Assert.ThrowsAnyAsync<Exception>(server.Command.ExpectSuccessAsync);
        Assert.Contains("ended with 1:", ended.Message, StringComparison.Ordinal);
        Assert.Contains("0 lost, 1 mismatched", server.Command.Output, StringComparison.Ordinal);
        Assert.Contains("1 messages instead of 2", server.Command.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Client_SctpTestListens_ItReceivesAll()
    {
        var port = ToolPort.Next();
        await using var peer = Command.Start("stdbuf", "-oL", "sctp_test", "-H", "127.0.0.1", "-P", $"{port}", "-l", "-d", "2");
        await ToolPort.WaitAsync(port);

        var run = await ToolRun.RunAsync("test", "client", $"127.0.0.1:{port}", "--case", "4", "--repeat", "2", "--streams", "3", "--plain");

        Assert.Equal(("", ExitCode.Done), (run.Error, run.Code));
        Assert.EndsWith("counted only: the peer does not verify\n", run.Output, StringComparison.Ordinal);
        await peer.WaitForAsync("SHUTDOWN_COMPLETE");
        Assert.Equal(20, peer.Output.Split(" Data ").Length - 1);
    }

    [Fact]
    public async Task Client_EchoThatChangesTheStream_IsAMismatch()
    {
        var port = ToolPort.Next();
        await using var darn = Command.Start("stdbuf", "-oL", "sctp_darn", "-H", "127.0.0.1", "-P", $"{port}", "-l", "-e");
        await ToolPort.WaitAsync(port);

        var run = await ToolRun.RunAsync("test", "client", $"127.0.0.1:{port}", "--case", "0", "--repeat", "1", "--streams", "2", "--plain", "--drain");

        Assert.Equal(ExitCode.Failed, run.Code);
        Assert.Matches(@"0 lost, \d+ mismatched, 0 out of order", run.Output);
    }

    [Fact]
    public async Task Client_SilentServer_Code1()
    {
        await using var echo = await Listening.StartAsync("--echo", "--quiet");

        var run = await ToolRun.RunAsync("test", "client", echo.EndPoint);
        var drained = await ToolRun.RunAsync("test", "client", echo.EndPoint, "--plain", "--drain", "--repeat", "2");

        Assert.Equal(ExitCode.Failed, run.Code);
        Assert.Contains("is no 'sctp test server': use --plain with others", run.Error, StringComparison.Ordinal);
        Assert.Equal(("", ExitCode.Done), (drained.Error, drained.Code));
        Assert.EndsWith("every message arrived as it was sent\n", drained.Output, StringComparison.Ordinal);
    }

    private static Task<Listening> StartAsync(params string[] more)
    {
        var endPoint = ToolPort.EndPoint();
        return Listening.StartCommandAsync(["test", "server", endPoint, .. more], endPoint);
    }
}
