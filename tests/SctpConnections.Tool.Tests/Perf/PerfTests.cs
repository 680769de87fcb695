using System.Text.Json;
using SctpConnections.Linux.Tests.Support;
using SctpConnections.Tool.Tests.Support;

namespace SctpConnections.Tool.Tests.Perf;

public sealed class PerfTests
{
    [Fact]
    public async Task Throughput_SeveralStreamsAndAssociations_LosesNothing()
    {
        await using var server = await StartAsync();

        var run = await ToolRun.RunAsync("perf", "client", server.EndPoint, "--time", "1200ms", "--size", "2000", "--streams", "4", "--associations", "2", "--bidirectional", "--json");

        Assert.Equal(("", ExitCode.Done), (run.Error, run.Code));
        var lines = run.Output.TrimEnd().Split('\n').Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal("sctp.perfProgress/1", lines[0].GetProperty("schema").GetString());
        var report = lines[^1];
        Assert.Equal(("sctp.perf/1", "throughput", 2, 4), (report.GetProperty("schema").GetString(), report.GetProperty("mode").GetString(), report.GetProperty("associations").GetInt32(), report.GetProperty("streams").GetInt32()));
        Assert.Equal(0, report.GetProperty("lost").GetInt64());
        Assert.Equal(JsonValueKind.Number, report.GetProperty("peerRetransmittedChunks").ValueKind);
        foreach (var direction in (string[])["sent", "received"])
        {
            var side = report.GetProperty(direction);
            Assert.True(side.GetProperty("messages").GetInt64() > 100, report.ToString());
            Assert.Equal(side.GetProperty("messages").GetInt64() * 2000, side.GetProperty("bytes").GetInt64());
        }
        await server.Command.WaitForAsync("nothing lost");
    }

    [Fact]
    public async Task Ping_OurServer_TellsTheTimes()
    {
        await using var server = await StartAsync("--once");

        var run = await ToolRun.RunAsync("perf", "client", server.EndPoint, "--ping", "--window", "4", "--time", "1100ms", "--size", "64");

        Assert.Equal(("", ExitCode.Done), (run.Error, run.Code));
        Assert.Matches(@"\n *1 s +[\d,]+ round trips/s", "\n" + run.Output);
        Assert.Matches(@"p50 +p90 +p99 +p99.9 +max\n *[\d.]+ [mu]s", run.Output);
        Assert.Contains("nothing lost\n", run.Output, StringComparison.Ordinal);
        Assert.Matches(@"retransmitted chunks: \d+ here, \d+ at the peer", run.Output);
        await server.Command.ExpectSuccessAsync();
    }

    [Fact]
    public async Task Ping_PlainEchoServers_Works()
    {
        await using var listen = await Listening.StartAsync("--echo", "--quiet");
        var (sample, endPoint) = await SampleServer.StartAsync("EchoServer", "127.0.0.1", "listening");
        await using var _ = sample;

        foreach (var peer in (string[])[listen.EndPoint, endPoint])
        {
            var run = await ToolRun.RunAsync("perf", "client", peer, "--ping", "--time", "200ms", "-q", "--streams", "3");

            Assert.Equal(("", ExitCode.Done), (run.Error, run.Code));
            Assert.Contains("nothing lost\n", run.Output, StringComparison.Ordinal);
            Assert.Contains("unknown at the peer", run.Output, StringComparison.Ordinal);
        }
        var throughput = await ToolRun.RunAsync("perf", "client", listen.EndPoint);
        Assert.Equal(ExitCode.Failed, throughput.Code);
        Assert.Contains("is an echo server: use --ping", throughput.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--size: '0x' is no whole number", "perf", "client", "127.0.0.1:9", "--size", "0x")]
    [InlineData("--size: 0 is not between 1 and ", "perf", "client", "127.0.0.1:9", "--size", "0")]
    [InlineData("--time: '5' is no duration", "perf", "client", "127.0.0.1:9", "--time", "5")]
    [InlineData("--case: 7 is not between 0 and 6", "test", "client", "127.0.0.1:9", "--case", "7")]
    [InlineData("--size: not together with --case", "test", "client", "127.0.0.1:9", "--case", "1", "--size", "5")]
    [InlineData("--option: unknown option 'Backlg'; did you mean 'Backlog'?", "listen", "127.0.0.1:9", "-o", "Backlg=5")]
    [InlineData("--option: unknown option 'RtoMn'; did you mean 'RtoMin'?", "connect", "127.0.0.1:9", "-o", "RtoMn=1s")]
    [InlineData("--option: RtoMin: 'fast' is no duration", "connect", "127.0.0.1:9", "-o", "RtoMin=fast")]
    [InlineData("--streams: '0' is no number of streams", "connect", "127.0.0.1:9", "--streams", "0")]
    [InlineData("--ppid: no payload protocol identifier is called 'x'", "connect", "127.0.0.1:9", "--ppid", "x")]
    public void Parse_WrongOption_NamesIt(string problem, params string[] arguments)
        => Assert.StartsWith(problem, UsageError.Describe(ToolApp.CreateRoot().Parse(arguments)), StringComparison.Ordinal);

    [Theory]
    [InlineData("a command is missing, one of server, client; see 'sctp perf --help'", "perf")]
    [InlineData("--size: at least 8 bytes with --ping", "perf", "client", "127.0.0.1:9", "--size", "7", "--ping")]
    [InlineData("--size 2000000 is over 1048576", "perf", "client", "127.0.0.1:9", "--size", "2000000")]
    [InlineData("--size: 2000000 is over 1048576", "test", "client", "127.0.0.1:9", "--size", "2000000")]
    public async Task Run_WrongArguments_Code2(string problem, params string[] arguments)
    {
        var run = await ToolRun.RunAsync(arguments);

        Assert.Equal(ExitCode.WrongUsage, run.Code);
        Assert.StartsWith($"sctp: {problem}", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Perf_NobodyOrNoAnswer_Code1()
    {
        await using var silent = await Listening.StartAsync();

        var nobody = await ToolRun.RunAsync("perf", "client", "127.0.0.1:9");
        var mute = await ToolRun.RunAsync("perf", "client", silent.EndPoint, "--timeout", "200ms");

        Assert.Equal(ExitCode.Failed, nobody.Code);
        Assert.Contains("refused the association", nobody.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Failed, mute.Code);
        Assert.Contains("does not answer: run 'sctp perf server' there", mute.Error, StringComparison.Ordinal);
    }

    private static Task<Listening> StartAsync(params string[] more)
    {
        var endPoint = ToolPort.EndPoint();
        return Listening.StartCommandAsync(["perf", "server", endPoint, .. more], endPoint);
    }
}
