using System.Text.Json;
using SctpConnections.Linux.Tests.Support;
using SctpConnections.Tool.Tests.Support;

namespace SctpConnections.Tool.Tests.Talk;

/// <summary>sctp listen and sctp connect with each other, from scripts.</summary>
public sealed class TalkTests
{
    private const string AllowAll = "AllowedReconfigurations=All";

    [Fact]
    public async Task Connect_EveryMessageCommand_HasItsEffect()
    {
        await using var server = await Listening.StartAsync("--echo");
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "from a file");
        try
        {
            var run = await ToolRun.RunAsync("connect", server.EndPoint, "--ppid", "m3ua", "-e",
                $"""
                send hello world # words
                expect "hello world"; send stream 3 ppid diameter unordered "quoted;"
                expect stream 3 ppid 46 unordered quoted; send @{file}; expect @{file}
                send hex:00ff10; expect hex:00ff10
                send stream 3 size:3000 ; expect size:3000
                send count 3 ttl 5s context 9 sack thrice; receive 3 timeout 5s
                """);

            Assert.Equal(("", ExitCode.Done), (run.Error, run.Code));
            Assert.Contains("ppid 3 (M3ua) 11 bytes: hello world\n", run.Output, StringComparison.Ordinal);
            Assert.Matches(@"stream 3 unordered tsn \d+ ppid 46 \(Diameter\) 7 bytes: quoted;\n", run.Output);
            Assert.Contains("  0000  00 ff 10 ", run.Output, StringComparison.Ordinal);
            Assert.Matches(@"stream 3 ssn 0 tsn \d+ ppid 3 \(M3ua\) 3000 bytes: abcdef", run.Output);
            Assert.Contains("closed: The association was shut down by this side", run.Output, StringComparison.Ordinal);
            await server.Command.WaitForAsync("closed: The association was shut down by the peer");
            Assert.Equal(3, server.Command.Output.Split("6 bytes: thrice").Length - 1);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Connect_PathCommands_ChangeThePaths()
    {
        var port = ToolPort.Next();
        await using var server = await Listening.StartAtAsync($"sctp/127.0.0.1+127.0.0.2:{port}", "--echo");

        var run = await ToolRun.RunAsync("connect", $"sctp/127.0.0.1+127.0.0.2:{port}", "--local", "sctp/127.0.0.1:0", "-e",
            """
            primary 127.0.0.2; expect notification peer-address-change MadePrimary; heartbeat; heartbeat 127.0.0.1
            add 127.0.0.3; paths; peer-primary 127.0.0.3; set HeartbeatInterval 7s 127.0.0.2; settings path 127.0.0.2; settings path
            send sync; expect sync; remove 127.0.0.3
            """);

        Assert.Equal(("", ExitCode.Done), (run.Error, run.Code));
        Assert.Contains("primary path 127.0.0.2", run.Output, StringComparison.Ordinal);
        Assert.Contains("added 127.0.0.3", run.Output, StringComparison.Ordinal);
        Assert.Contains("removed 127.0.0.3", run.Output, StringComparison.Ordinal);
        Assert.Contains("asked the peer for 127.0.0.3", run.Output, StringComparison.Ordinal);
        Assert.Matches(@"127\.0\.0\.2 +\w+ +true", run.Output);
        Assert.Matches(@"HeartbeatInterval +7 s\n", run.Output);
        Assert.Matches(@"HeartbeatInterval +30 s\n", run.Output);
        await server.Command.WaitForAsync("path to 127.0.0.3: Added");
        await server.Command.WaitForAsync("path to 127.0.0.3: Removed");
    }

    [Fact]
    public async Task Connect_StreamCommands_ReconfigureTheAssociation()
    {
        await using var server = await Listening.StartAsync("--echo", "-o", AllowAll);

        var run = await ToolRun.RunAsync("connect", server.EndPoint, "--streams", "4:5", "-o", AllowAll, "-e",
            """
            send stream 1 a; expect a; reset out 1; expect notification stream-reset; reset in; reset both 2
            add-streams 2 3; send stream 5 b; expect stream 5 b; reset-association; expect notification association-reset Done
            scheduler; scheduler RoundRobin; stream-value 1; stream-value 1 0; send stream 1 a; expect a
            """);

        Assert.Equal(("", ExitCode.Done), (run.Error, run.Code));
        Assert.Contains("streams: 6 out, 8 in", run.Output, StringComparison.Ordinal);
        Assert.Contains("reset of outbound streams 1: Done", run.Output, StringComparison.Ordinal);
        Assert.Contains("scheduler FirstComeFirstServed\nscheduler RoundRobin\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connect_SettingCommands_ShowAndChange()
    {
        await using var server = await Listening.StartAsync("--echo");

        var run = await ToolRun.RunAsync("connect", server.EndPoint, "-o", "NoDelay=false", "-e",
            """
            status; capabilities; authentication; settings; set NoDelay on; set RetransmissionTimeouts min=50ms; set Sack 10ms,1
            key 5 0102 ; key use 5; key use 0; key deactivate 5; key delete 5; send x; expect x; statistics; list; use 1; help set; wait 10ms
            """);

        Assert.Equal(("", ExitCode.Done), (run.Error, run.Code));
        Assert.Matches(@"State +Established", run.Output);
        Assert.Matches(@"PartialReliability +true +true", run.Output);
        Assert.Matches(@"NoDelay +false\n", run.Output);
        Assert.Contains("NoDelay true\nRetransmissionTimeouts Initial=3 s, Min=50 ms, Max=60 s\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("key 5 set, 2 bytes\nkey 5 now sends\nkey 0 now sends\nkey 5 deactivated\nkey 5 deleted\n", run.Output, StringComparison.Ordinal);
        Assert.Matches(@"OrderedChunksReceived +1\n", run.Output);
        Assert.Matches(@"1 +true +sctp/127.0.0.1", run.Output);
        Assert.Contains("association 1: sctp/127.0.0.1", run.Output, StringComparison.Ordinal);
        Assert.Contains("set NAME VALUE [ADDRESS]", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Listen_ScriptWithTwoPeers_TalksToTheOneInUse()
    {
        await using var server = await Listening.StartAsync("-e", "expect one; use 2; expect two; send to the second; list; quit");
        await using var first = Command.Start(ToolRun.Program, "connect", server.EndPoint, "-e", "send one; expect closed timeout 20s");
        await server.Command.WaitForAsync("3 bytes: one");

        var run = await ToolRun.RunAsync("connect", server.EndPoint, "-e", "send two; expect 'to the second'; expect closed shut down");

        Assert.Equal(("", ExitCode.Done), (run.Error, run.Code));
        await first.ExpectSuccessAsync();
        Assert.Matches(@"2 +true +sctp/127.0.0.1", await server.Command.ExpectSuccessAsync());
    }

    [Fact]
    public async Task Abort_WithReason_BothSidesTellIt()
    {
        await using var server = await Listening.StartAsync("--once");

        var run = await ToolRun.RunAsync("connect", server.EndPoint, "-e", "abort had enough");

        Assert.Equal(("", ExitCode.Done), (run.Error, run.Code));
        Assert.Contains("closed: The association was aborted by this side: had enough", run.Output, StringComparison.Ordinal);
        await server.Command.WaitForAsync("closed: The association was aborted by the peer");
    }

    [Fact]
    public async Task Connect_AbortedByThePeer_Code1UnlessExpected()
    {
        await using var server = await Listening.StartAsync("-e", "abort; use 2 timeout 25s; expect again; abort; quit");

        var idle = await ToolRun.StartAsync("bash", "-c", $"sleep 2 | {ToolRun.Program} connect {server.EndPoint}");
        var expected = await ToolRun.RunAsync("connect", server.EndPoint, "-e", "send again; expect closed aborted by the peer");

        Assert.Equal(ExitCode.Failed, idle.Code);
        Assert.Equal(("", ExitCode.Done), (expected.Error, expected.Code));
    }

    [Fact]
    public async Task Connect_Json_OneObjectPerLine()
    {
        await using var server = await Listening.StartAsync("--echo");

        var run = await ToolRun.RunAsync("connect", server.EndPoint, "--json", "-e", "send stream 2 ppid 60 hi; expect hi; primary; paths; shutdown");

        Assert.Equal(("", ExitCode.Done), (run.Error, run.Code));
        var objects = run.Output.TrimEnd().Split('\n').Select(line => JsonDocument.Parse(line).RootElement).GroupBy(j => j.GetProperty("schema").GetString()!).ToDictionary(g => g.Key, g => g.First());
        var message = objects["sctp.message/1"];
        Assert.Equal((2, 60u, "Ngap", "hi", "6869"), (message.GetProperty("streamId").GetInt32(), message.GetProperty("ppid").GetUInt32(), message.GetProperty("ppidName").GetString(), message.GetProperty("text").GetString(), message.GetProperty("hex").GetString()));
        Assert.Equal("primary path 127.0.0.1", objects["sctp.result/1"].GetProperty("result").GetString());
        Assert.Equal(1000, objects["sctp.paths/1"].GetProperty("items")[0].GetProperty("retransmissionTimeoutMs").GetDouble());
        Assert.Equal("association-change", objects["sctp.notification/1"].GetProperty("kind").GetString());
        Assert.Equal("Shutdown", objects["sctp.closed/1"].GetProperty("kind").GetString());
    }

    [Fact]
    public async Task Connect_LinesFromAPipe_AreCommands()
    {
        await using var server = await Listening.StartAsync("--echo", "--quiet");

        var run = await ToolRun.StartAsync("bash", "-c", $"printf 'send one\\nexpect one\\n\\nbogus\\n' | {ToolRun.Program} connect {server.EndPoint} --hex");

        Assert.Equal(ExitCode.WrongUsage, run.Code);
        Assert.Equal("sctp: line 4: unknown command 'bogus'; see 'help'\n", run.Error);
        Assert.Contains("  0000  6f 6e 65 ", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("#1", server.Command.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connect_CommandNotAsExpected_SaysWhereAndCode1()
    {
        await using var server = await Listening.StartAsync();

        foreach (var (script, problem) in ((string, string)[])
        [
            ("expect nothing timeout 50ms", "command 1: no message with nothing came within 50 ms"),
            ("expect notification sender-dry timeout 50ms", "command 1: no notification sender-dry came within 50 ms"),
            ("wait 1ms; add 192.0.2.1", "command 2: The kernel refused the new local address 192.0.2.1"),
            ("abort; send x", "command 2: The association was aborted by this side"),
        ])
        {
            var run = await ToolRun.RunAsync("connect", server.EndPoint, "-q", "-e", script);

            Assert.Equal(ExitCode.Failed, run.Code);
            Assert.StartsWith($"sctp: {problem}", run.Error, StringComparison.Ordinal);
        }
    }
}
