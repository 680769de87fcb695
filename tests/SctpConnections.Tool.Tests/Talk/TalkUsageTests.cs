using SctpConnections.Linux.Tests.Support;
using SctpConnections.Tool.Talk;
using SctpConnections.Tool.Tests.Support;

namespace SctpConnections.Tool.Tests.Talk;

/// <summary>What goes wrong before there is an association.</summary>
public sealed class TalkUsageTests
{
    private static readonly string s_noSctp = Path.Combine(Repository.Root, "tests", "SctpConnections.Linux.Tests", "Support", "no_sctp.py");

    [Theory]
    [InlineData("wait 1s; sned x", "command 2: unknown command 'sned'; did you mean 'send'?")]
    [InlineData("send stream 1", "command 1: send: the message is missing; usage: send [stream N]")]
    [InlineData("send stream x y", "command 1: send: stream: 'x' is no whole number from 0 to 65535")]
    [InlineData("send ppid diametre x", "command 1: send: no payload protocol identifier is called 'diametre'; did you mean 'diameter'?")]
    [InlineData("send @/nowhere", "command 1: send: the file '/nowhere' cannot be read")]
    [InlineData("send hex:0", "command 1: send: '0' is no hexadecimal text")]
    [InlineData("send ''", "command 1: send: a message has at least one byte")]
    [InlineData("wait 5", "command 1: wait: duration: '5' is no duration")]
    [InlineData("set NoDealy on", "command 1: set: unknown setting 'NoDealy'; did you mean 'NoDelay'?")]
    [InlineData("set NoDelay maybe", "command 1: set: NoDelay: 'maybe' is neither true nor false")]
    [InlineData("add here", "command 1: add: address: 'here' is no IP address")]
    [InlineData("expect notification x", "command 1: expect: no notification is called 'x': there are ")]
    [InlineData("status now", "command 1: status: 'now' is one word too many")]
    [InlineData("send 'a", "--execute: the quotation 'a does not end")]
    public void AddText_WrongCommand_SaysWhatAndWhere(string text, string problem)
    {
        var error = Assert.Throws<ToolException>(() => new Script().AddText(text));

        Assert.Equal(ExitCode.WrongUsage, error.ExitCode);
        Assert.StartsWith(problem, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("command 1: unknown command 'sned'", "-e", "sned x")]
    [InlineData("--option: unknown option 'RtoMn'; did you mean 'RtoMin'?", "-o", "RtoMn=1s")]
    public async Task Connect_WrongArgument_NamesItAndCode2(string problem, params string[] arguments)
    {
        var run = await ToolRun.RunAsync(["connect", "127.0.0.1:9", .. arguments]);

        Assert.Equal(ExitCode.WrongUsage, run.Code);
        Assert.StartsWith($"sctp: {problem}", run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    [Fact]
    public async Task AddFile_WithAnError_NamesTheLine()
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, "# first\nsend a\n\nwait long\n");

            var error = Assert.Throws<ToolException>(() => new Script().AddFile(file));

            Assert.Equal(ExitCode.WrongUsage, error.ExitCode);
            Assert.StartsWith($"{file}, line 4: wait: ", error.Message, StringComparison.Ordinal);
            Assert.Contains("cannot be read", Assert.Throws<ToolException>(() => new Script().AddFile("/nowhere")).Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Connect_NobodyThere_Code1()
    {
        var run = await ToolRun.RunAsync("connect", "127.0.0.1:9", "-e", "send x");

        Assert.Equal(ExitCode.Failed, run.Code);
        Assert.StartsWith("sctp: sctp/127.0.0.1:9 refused the association", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Listen_NobodyReadsTheOutput_Ends()
    {
        var endPoint = ToolPort.EndPoint();
        await using var server = Command.Start("bash", "-c", $"{ToolRun.Program} listen {endPoint} | head -n 1");
        await server.WaitForAsync("listening");

        // The pipe may break at any of what it shows.
        await ToolRun.RunAsync("connect", endPoint, "-e", "send a; send b; expect closed");

        await server.ExpectSuccessAsync();
    }

    [Fact]
    public async Task Listen_PortInUse_Code1()
    {
        await using var server = await Listening.StartAsync();

        var run = await ToolRun.RunAsync("listen", server.EndPoint);

        Assert.Equal(ExitCode.Failed, run.Code);
        Assert.Contains(server.EndPoint, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("connect")]
    [InlineData("listen")]
    public async Task Talk_KernelWithoutSctp_Code3(string command)
    {
        var run = await ToolRun.StartAsync("/usr/bin/python3", s_noSctp, ToolRun.Program, command, "127.0.0.1:9");

        Assert.Equal(ExitCode.NoSctp, run.Code);
        Assert.Contains("SCTP", run.Error, StringComparison.Ordinal);
    }
}
