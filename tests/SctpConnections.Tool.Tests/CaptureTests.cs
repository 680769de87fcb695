using System.Globalization;
using System.Text.Json;
using SctpConnections.Linux.Tests.Support;
using SctpConnections.TestShared;
using SctpConnections.Tool.Tests.Support;

namespace SctpConnections.Tool.Tests;

public sealed class CaptureTests : IDisposable
{
    private static int s_port = 17_300;

    private readonly string _directory = Directory.CreateTempSubdirectory("sctp-capture-").FullName;

    private string CaptureFile => Path.Combine(_directory, "capture.pcapng");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData("any", "sll")]
    [InlineData("lo", "eth")]
    public async Task Capture_EchoOfTwoPrograms_TsharkReadsEveryPacket(string name, string link)
    {
        const int Messages = 40;
        var port = NextPort();
        await using var server = await StartServerAsync(port);
        await using var capture = await LiveTool.StartAsync("capture", "-i", name, "-w", CaptureFile, "--port", port, "--json");
        var before = PacketsReceived();

        await Command.RunAsync(Repository.Program("EchoClient"), "--connect", $"sctp/127.0.0.1:{port}", "--count", $"{Messages}", "--size", "3000", "--ppid", "46");
        await server.WaitForAsync("down: The association was shut down by the peer.");
        var received = PacketsReceived() - before;
        var run = await capture.InterruptAsync();

        Assert.Equal(ExitCode.Interrupted, run.Code);
        Assert.EndsWith($"sctp: {received} packets captured, 0 dropped by the kernel for lack of room\n", run.Error, StringComparison.Ordinal);
        var packets = run.Output.TrimEnd('\n').Split('\n').Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(received, packets.Count);
        Assert.All(packets, p => Assert.False(p.TryGetProperty("malformed", out _)));
        var chunks = packets.SelectMany(p => p.GetProperty("chunks").EnumerateArray()).ToList();
        Assert.All(chunks, c => Assert.False(c.TryGetProperty("malformed", out _)));
        Assert.Equal(2 * Messages * 3000, chunks.Where(c => c.GetProperty("name").GetString() == "DATA").Sum(c => c.GetProperty("payloadBytes").GetInt32()));
        Assert.All(chunks.Where(c => c.TryGetProperty("ppid", out _)), c => Assert.Equal("Diameter", c.GetProperty("ppidName").GetString()));

        // Tags instead of relative numbers and names would only cost time.
        var shark = await ToolRun.StartAsync(
            "tshark", "-r", CaptureFile, "-o", "sctp.relative_tsns:FALSE", "-T", "fields", "-E", "occurrence=a", "-e", "frame.protocols", "-e", "sctp.verification_tag", "-e", "sctp.chunk_type", "-e", "sctp.data_tsn_raw");
        var lines = shark.Output.TrimEnd('\n').Split('\n');
        Assert.Equal(received, lines.Length);
        for (var i = 0; i < lines.Length; i++)
        {
            var fields = lines[i].Split('\t');
            Assert.StartsWith(link, fields[0], StringComparison.Ordinal);
            Assert.DoesNotContain("_ws.malformed", fields[0], StringComparison.Ordinal);
            Assert.Equal($"0x{packets[i].GetProperty("verificationTag").GetUInt32():x8}", fields[1]);
            var mine = packets[i].GetProperty("chunks").EnumerateArray().ToList();
            Assert.Equal(string.Join(',', mine.Select(c => c.GetProperty("type").GetInt32())), fields[2]);
            Assert.Equal(string.Join(',', mine.Where(c => c.GetProperty("type").GetInt32() == 0).Select(c => c.GetProperty("tsn").GetUInt32())), fields[3]);
        }
        await server.StopAsync();
    }

    [Fact]
    public async Task Capture_IPv6AndCount_EndsByItselfWithLines()
    {
        await using var listener = await Kernel.ListenAsync(SctpEndPoint.Parse("[::1]:0"));
        var port = ((SctpEndPoint)listener.EndPoint).Port.ToString(CultureInfo.InvariantCulture);
        await using var capture = await LiveTool.StartAsync("capture", "--port", port, "--count", "4", "-v");

        var client = await Kernel.ConnectAsync(listener.EndPoint);
        var run = await capture.EndAsync();

        Assert.Equal(ExitCode.Done, run.Code);
        var lines = run.Output.TrimEnd('\n').Split('\n');
        Assert.Equal(4, lines.Length);
        Assert.Contains(" lo [::1]:", lines[0], StringComparison.Ordinal);
        Assert.Contains($" > [::1]:{port} tag 00000000 INIT tag ", lines[0], StringComparison.Ordinal);
        Assert.Contains("extensions ", lines[0], StringComparison.Ordinal);
        Assert.Contains("INIT-ACK", lines[1], StringComparison.Ordinal);
        Assert.Contains("COOKIE-ECHO", lines[2], StringComparison.Ordinal);
        Assert.Contains("COOKIE-ACK", lines[3], StringComparison.Ordinal);
        Assert.DoesNotContain('\x1b', run.Output);
        client.Abort();
    }

    [Fact]
    public async Task Capture_SctpInUdp_IsUnwrapped()
    {
        await using var udp = new SysctlScope("net/sctp/udp_port", "9899");
        await using var encap = new SysctlScope("net/sctp/encap_port", "9899");
        await using var listener = await Kernel.ListenAsync();
        var port = ((SctpEndPoint)listener.EndPoint).Port.ToString(CultureInfo.InvariantCulture);
        await using var capture = await LiveTool.StartAsync("capture", "--port", port, "--udp-port", "9899", "--count", "4", "-w", CaptureFile);

        var client = await Kernel.ConnectAsync(listener.EndPoint);
        var run = await capture.EndAsync();

        Assert.Equal(ExitCode.Done, run.Code);
        Assert.All(run.Output.TrimEnd('\n').Split('\n'), line => Assert.Contains(" in UDP 9899 tag ", line, StringComparison.Ordinal));
        var shark = await ToolRun.StartAsync("tshark", "-r", CaptureFile, "-d", "udp.port==9899,sctp", "-Y", "sctp && !_ws.malformed", "-T", "fields", "-e", "frame.number");
        Assert.Equal(4, shark.Output.TrimEnd('\n').Split('\n').Length);
        client.Abort();
    }

    [Fact]
    public async Task Capture_Abort_NamesItsCause()
    {
        await using var capture = await LiveTool.StartAsync("capture", "--duration", "20", "--count", "6");

        var (server, client) = await Kernel.PairAsync();
        client.Abort();
        await server.Completion.Bounded();
        var run = await capture.InterruptAsync();

        Assert.Contains("ABORT (user-initiated abort)", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Capture_ToAPipe_IsAFileForItsReader()
    {
        await using var listener = await Kernel.ListenAsync();
        var port = ((SctpEndPoint)listener.EndPoint).Port.ToString(CultureInfo.InvariantCulture);
        var ready = Path.Combine(_directory, "ready");
        var reader = ToolRun.StartAsync("bash", "-c", $"{ToolRun.Program} capture --port {port} --count 4 -w - 2>{ready} | tshark -r - -T fields -e sctp.chunk_type 2>/dev/null");
        await Timeouts.Until(() => File.Exists(ready) && new FileInfo(ready).Length > 0, "the capture is ready");

        var client = await Kernel.ConnectAsync(listener.EndPoint);

        Assert.Equal("1\n2\n10\n11\n", (await reader).Output);
        client.Abort();
    }

    [Fact]
    public async Task Capture_Duration_EndsWithoutPackets()
    {
        var run = await ToolRun.RunAsync("capture", "--duration", "0.2", "--port", "1", "-w", CaptureFile);

        Assert.Equal(ExitCode.Done, run.Code);
        Assert.Empty(run.Output);
        Assert.Equal(0, (await ToolRun.StartAsync("capinfos", "-c", CaptureFile)).Code);
    }

    [Fact]
    public async Task Capture_WithoutPrivilege_SaysWhatItNeedsAndCode4()
    {
        var run = await ToolRun.StartAsync("setpriv", "--bounding-set=-net_raw", "--inh-caps=-net_raw", ToolRun.Program, "capture");

        Assert.Equal(ExitCode.NoPrivilege, run.Code);
        Assert.StartsWith("sctp: Capturing packets needs the capability CAP_NET_RAW", run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public async Task Run_AsNobody_ShowsStatusAndRefusesCapture()
    {
        // Where nobody may read it.
        await Command.RunAsync("cp", "-r", Path.GetDirectoryName(ToolRun.Program)!, Path.Combine(_directory, "tool"));
        await Command.RunAsync("chmod", "-R", "a+rX", _directory);
        string[] nobody = ["--reuid=nobody", "--regid=nogroup", "--clear-groups", "env", "HOME=/tmp", Path.Combine(_directory, "tool", "sctp")];

        var status = await ToolRun.StartAsync("setpriv", [.. nobody, "status", "--json"]);
        var check = await ToolRun.StartAsync("setpriv", [.. nobody, "check"]);
        var capture = await ToolRun.StartAsync("setpriv", [.. nobody, "capture"]);

        Assert.Equal("", status.Error);
        Assert.Equal("KernelDiag", status.Json().GetProperty("source").GetString());
        Assert.Equal(ExitCode.Done, check.Code);
        Assert.Contains("sctp capture needs it", check.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.NoPrivilege, capture.Code);
    }

    [Theory]
    [InlineData(ExitCode.Failed, "There is no interface 'nope0'", "-i", "nope0")]
    [InlineData(ExitCode.Failed, "'/nowhere/x' cannot be written", "-w", "/nowhere/x")]
    [InlineData(ExitCode.WrongUsage, "both want standard output", "-w", "-", "--json")]
    [InlineData(ExitCode.WrongUsage, "--count takes a number from 1", "--count", "0")]
    [InlineData(ExitCode.WrongUsage, "--duration takes 0.001 to", "--duration", "-1")]
    [InlineData(ExitCode.WrongUsage, "--udp-port takes a number from 1 to 65535, not '70000'", "--udp-port", "70000")]
    public async Task Capture_WrongValue_OneLineAndItsCode(int code, string message, params string[] arguments)
    {
        var run = await ToolRun.RunAsync(["capture", .. arguments]);

        Assert.Equal(code, run.Code);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd('\n').Split('\n'));
    }

    private static string NextPort() => Interlocked.Increment(ref s_port).ToString(CultureInfo.InvariantCulture);

    private static async Task<Command> StartServerAsync(string port)
    {
        var server = Command.Start(Repository.Program("EchoServer"), "--listen", $"sctp/127.0.0.1:{port}");
        await server.WaitForAsync("listening on sctp");
        return server;
    }

    private static long PacketsReceived()
        => long.Parse(File.ReadLines("/proc/net/sctp/snmp").Single(l => l.StartsWith("SctpInSCTPPacks", StringComparison.Ordinal)).Split('\t')[1], CultureInfo.InvariantCulture);
}
