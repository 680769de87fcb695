using SctpConnections.Tool.Tests.Support;

namespace SctpConnections.Tool.Tests.Talk;

/// <summary>A person at a terminal.</summary>
public sealed class InteractiveTests
{
    [Fact]
    public async Task Connect_OnATerminal_TakesCommandsAndForgivesErrors()
    {
        await using var server = await Listening.StartAsync("--echo");
        await using var terminal = await Tmux.StartAsync($"{ToolRun.Program} connect {server.EndPoint}");

        await terminal.SeeAsync("sctp>");
        await terminal.TypeAsync("send stream 2 hi there");
        await terminal.SeeAsync("8 bytes: hi there");
        await terminal.TypeAsync("bogus");
        await terminal.SeeAsync("sctp: unknown command 'bogus'; see 'help'");
        await terminal.TypeAsync("use 9; quit");
        await terminal.SeeAsync("sctp: there is no association 9; see 'list'");
        await terminal.TypeAsync("paths");
        await terminal.SeeAsync("127.0.0.1  Active");
        await terminal.TypeAsync("quit");

        var screen = await terminal.SeeAsync("exit code 0");
        Assert.Contains("closed: The association was shut down by this side.", screen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Listen_OnATerminal_SaysThatNobodyIsThereYet()
    {
        var endPoint = ToolPort.EndPoint();
        await using var terminal = await Tmux.StartAsync($"{ToolRun.Program} listen {endPoint}");

        await terminal.SeeAsync("listening on sctp/127.0.0.1");
        await terminal.TypeAsync("send x");
        await terminal.SeeAsync("sctp: there is no association yet");
        var run = await ToolRun.RunAsync("connect", endPoint, "-e", "send from afar");
        Assert.Equal(ExitCode.Done, run.Code);
        await terminal.SeeAsync("from afar");
        await terminal.TypeAsync("C-c");

        await terminal.SeeAsync("exit code 130");
    }
}
