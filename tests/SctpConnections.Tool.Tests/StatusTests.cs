using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using SctpConnections.Linux;
using SctpConnections.Linux.Tests.Support;
using SctpConnections.TestShared;
using SctpConnections.Tool.Tests.Support;

namespace SctpConnections.Tool.Tests;

public sealed class StatusTests
{
    [Fact]
    public async Task Status_LiveAssociation_HasItsStreamsAndAddresses()
    {
        await using var listener = await Kernel.ListenAsync(SctpEndPoint.Parse("127.0.0.1+127.0.0.2:0"), o => o.InboundStreams = 12);
        var port = ((SctpEndPoint)listener.EndPoint).Port;
        var accept = listener.AcceptAssociationAsync();
        var client = await Kernel.ConnectAsync(listener.EndPoint, o => o.OutboundStreams = 5);
        var server = await accept;

        var run = await ToolRun.RunAsync("status", "--json", "--port", $"{port}");

        Assert.Equal(ExitCode.Done, run.Code);
        var json = run.Json();
        Assert.Equal("sctp.status/1", json.GetProperty("schema").GetString());
        Assert.Equal("KernelDiag", json.GetProperty("source").GetString());
        var both = json.GetProperty("associations").EnumerateArray().ToList();
        Assert.Equal(2, both.Count);
        var mine = both.Single(a => a.GetProperty("remote").GetProperty("port").GetInt32() == port);
        Assert.Equal("Established", mine.GetProperty("state").GetString());
        Assert.Equal((client.OutboundStreams, client.InboundStreams), (mine.GetProperty("outboundStreams").GetInt32(), mine.GetProperty("inboundStreams").GetInt32()));
        Assert.Equal(5, mine.GetProperty("outboundStreams").GetInt32());
        Assert.Equal(["127.0.0.1", "127.0.0.2"], mine.GetProperty("remote").GetProperty("addresses").EnumerateArray().Select(a => a.GetString()));
        Assert.Equal(Environment.ProcessId, mine.GetProperty("process").GetProperty("processId").GetInt32());
        Assert.True(mine.GetProperty("peerWindowBytes").GetInt64() > 0);
        var paths = mine.GetProperty("paths").EnumerateArray().ToList();
        Assert.Equal(2, paths.Count);
        var primary = Assert.Single(paths, p => p.GetProperty("primary").GetBoolean());
        Assert.Equal(("127.0.0.1", "Active"), (primary.GetProperty("address").GetString(), primary.GetProperty("state").GetString()));
        Assert.True(primary.GetProperty("cwndBytes").GetInt64() > 0);
        var listening = Assert.Single(json.GetProperty("listeners").EnumerateArray());
        Assert.Equal(port, listening.GetProperty("endPoint").GetProperty("port").GetInt32());
        await CloseAsync(client, server);
    }

    [Fact]
    public async Task TakeSnapshot_LiveAssociations_AgreesWithTheFilesAndWithSs()
    {
        var (server, client) = await Kernel.PairAsync();

        var snapshot = SctpDiag.TakeSnapshot();

        var lines = (await File.ReadAllLinesAsync("/proc/net/sctp/assocs")).Skip(1).Count(line => line.Contains("<->", StringComparison.Ordinal));
        Assert.Equal(lines, snapshot.Associations.Count);
        Assert.All(snapshot.Associations, a => Assert.NotNull(a.AssociationId));
        Assert.All(snapshot.Associations, a => Assert.NotNull(a.Counters));
        var ss = await ToolRun.StartAsync("ss", "-S", "-a", "-i", "-n");
        foreach (var association in snapshot.Associations)
        {
            Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"tag:{association.LocalTag:x} "), ss.Output, StringComparison.Ordinal);
        }
        await CloseAsync(client, server);
    }

    [Fact]
    public async Task Status_Text_IsAlignedAndWithoutEscapes()
    {
        await using var listener = await Kernel.ListenAsync(configure: o => o.PerMessageDestinations = true);
        var port = ((SctpEndPoint)listener.EndPoint).Port;
        // Nobody accepts it from the backlog of a one-to-one socket.
        var client = await Kernel.ConnectAsync(listener.EndPoint);

        var run = await ToolRun.RunAsync("status", "--counters", "--port", $"{port}");

        Assert.DoesNotContain('\x1b', run.Output);
        Assert.Contains("2 associations, 1 listener", run.Output, StringComparison.Ordinal);
        Assert.Contains("not accepted", run.Output, StringComparison.Ordinal);
        Assert.Contains("associations now", run.Output, StringComparison.Ordinal);
        client.Abort();
    }

    [Fact]
    public async Task Status_WithoutDiag_TakesTheFiles()
    {
        var (server, client) = await Kernel.PairAsync();
        var expected = SctpDiag.TakeSnapshot();

        // The same question where no netlink socket can be made, as in some sandboxes.
        var files = SnapshotOfFiles();

        Assert.Equal(expected.Associations.Select(a => (a.AssociationId, a.State, a.RemoteEndPoint)), files.Associations.Select(a => (a.AssociationId, a.State, a.RemoteEndPoint)));
        Assert.Equal(
            expected.Associations.SelectMany(a => a.Paths).Select(p => p.RetransmissionTimeout),
            files.Associations.SelectMany(a => a.Paths).Select(p => p.RetransmissionTimeout));
        await CloseAsync(client, server);

        static SctpSnapshot SnapshotOfFiles()
            => SctpConnections.Linux.Internal.SnapshotBuilder.Build(null, SctpConnections.Linux.Internal.ProcFiles.Read(), SctpConnections.Linux.Internal.KernelClock.Tick);
    }

    [Fact]
    public async Task Status_KernelWithoutSctp_SaysWhyAndCode3()
    {
        // A process that sees no /proc/net/sctp, as on a machine without it.
        var script = $"mount -t tmpfs tmpfs /proc/$$/net || exit 99; exec /usr/bin/python3 {CheckTests.NoSctp} {ToolRun.Program} status";
        var run = await ToolRun.StartAsync("unshare", "--mount", "bash", "-c", script);

        Assert.NotEqual(99, run.Code);
        Assert.Equal(ExitCode.NoSctp, run.Code);
        Assert.EndsWith("What to run then: sctp check\n", run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public async Task Watch_Json_OneObjectPerLineUntilInterrupted()
    {
        using var process = Process.Start(new ProcessStartInfo(ToolRun.Program, ["status", "--watch", "0.1", "--json"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var times = new HashSet<string>();
        for (var i = 0; i < 3; i++)
        {
            var line = await process.StandardOutput.ReadLineAsync().Bounded();
            times.Add(JsonDocument.Parse(line!).RootElement.GetProperty("time").GetString()!);
        }

        using var kill = Process.Start("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)]);
        var rest = process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync().Bounded();

        Assert.Equal(3, times.Count);
        Assert.Equal(ExitCode.Interrupted, process.ExitCode);
        Assert.Equal("", await process.StandardError.ReadToEndAsync().Bounded());
        Assert.All((await rest).Split('\n', StringSplitOptions.RemoveEmptyEntries), line => JsonDocument.Parse(line));
    }

    [Fact]
    public async Task Watch_ReaderGoesAway_Ends()
    {
        var run = await ToolRun.StartAsync("bash", "-c", $"{ToolRun.Program} status --watch 0.1 | head -n 1; echo ${{PIPESTATUS[0]}}");

        Assert.Contains("associations, ", run.Output, StringComparison.Ordinal);
        Assert.EndsWith("\n0\n", run.Output, StringComparison.Ordinal);
        Assert.Empty(run.Error);
    }

    [Fact]
    public async Task Watch_OnATerminal_ShowsATableAndRenewsIt()
    {
        const string Session = "sctp-watch";
        await using var listener = await Kernel.ListenAsync();
        var port = ((SctpEndPoint)listener.EndPoint).Port.ToString(CultureInfo.InvariantCulture);
        await ToolRun.StartAsync("tmux", "-L", Session, "new-session", "-d", "-x", "160", "-y", "40", $"{ToolRun.Program} status --watch 0.2 --port {port}; echo ended $?; exec cat");
        try
        {
            await SeesAsync("0 associations, 1 listener");

            var client = await Kernel.ConnectAsync(listener.EndPoint);

            var screen = await SeesAsync("2 associations, 1 listener");
            Assert.Contains("listens on", screen, StringComparison.Ordinal);
            Assert.Contains("established", screen, StringComparison.Ordinal);
            // In the place of the one before, not below it.
            Assert.DoesNotContain("0 associations", screen, StringComparison.Ordinal);
            await ToolRun.StartAsync("tmux", "-L", Session, "send-keys", "C-c");
            await SeesAsync("ended 130");
            client.Abort();
        }
        finally
        {
            await ToolRun.StartAsync("tmux", "-L", Session, "kill-server");
        }

        static async Task<string> SeesAsync(string text)
        {
            var start = TimeProvider.System.GetTimestamp();
            while (true)
            {
                var screen = (await ToolRun.StartAsync("tmux", "-L", Session, "capture-pane", "-p")).Output;
                if (screen.Contains(text, StringComparison.Ordinal))
                {
                    return screen;
                }
                Assert.True(TimeProvider.System.GetElapsedTime(start) < Timeouts.Default, $"'{text}' never stood on the screen:\n{screen}");
            }
        }
    }

    [Theory]
    [InlineData("--watch", "0")]
    [InlineData("--watch", "soon")]
    [InlineData("--port", "0")]
    [InlineData("--port", "65536")]
    [InlineData("--port", "x")]
    public async Task Status_WrongValue_Code2(string option, string value)
    {
        var run = await ToolRun.RunAsync("status", option, value);

        Assert.Equal(ExitCode.WrongUsage, run.Code);
        Assert.Contains(option, run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd('\n').Split('\n'));
    }

    private static async Task CloseAsync(params SctpAssociation[] associations)
    {
        foreach (var association in associations)
        {
            association.Abort();
            await association.DisposeAsync().Bounded();
        }
    }
}
