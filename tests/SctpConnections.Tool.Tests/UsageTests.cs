using SctpConnections.Tool.Tests.Support;

namespace SctpConnections.Tool.Tests;

public sealed class UsageTests
{
    public static TheoryData<string> CommandNames => [.. Commands.Create().Select(c => c.Name)];

    [Theory]
    [InlineData("sctp: a command is missing, one of check, ")]
    [InlineData("sctp: unknown command 'chekc'; did you mean 'check'? see 'sctp --help'", "chekc")]
    [InlineData("sctp: unknown option '--jsno'; did you mean '--json'? see 'sctp check --help'", "check", "--jsno")]
    [InlineData("sctp: unknown command 'xyz'; see 'sctp --help'", "xyz")]
    [InlineData("sctp: unknown argument 'more'; see 'sctp check --help'", "check", "more")]
    [InlineData("sctp: Argument 'cmd' not recognized. Must be one of: 'bash' 'fish' 'pwsh' 'zsh'", "completion", "cmd")]
    public async Task Run_WrongArguments_OneLineAndCode2(string message, params string[] arguments)
    {
        var run = await ToolRun.RunAsync(arguments);

        Assert.Equal(ExitCode.WrongUsage, run.Code);
        Assert.StartsWith(message, run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd('\n').Split('\n'));
        Assert.Empty(run.Output);
    }

    [Theory]
    [MemberData(nameof(CommandNames))]
    public async Task Help_EveryCommand_ListsTheExitCodes(string command)
    {
        var run = await ToolRun.RunAsync(command, "--help");

        Assert.Equal(ExitCode.Done, run.Code);
        Assert.Contains($"sctp {command}", run.Output, StringComparison.Ordinal);
        Assert.Contains(ExitCode.Help, run.Output, StringComparison.Ordinal);
        Assert.Contains("--json", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Version_Asked_IsTheAssemblys()
    {
        var run = await ToolRun.RunAsync("--version");

        Assert.Equal(ExitCode.Done, run.Code);
        Assert.Equal(typeof(ToolApp).Assembly.GetName().Version!.ToString(3), run.Output.Trim());
    }

    [Theory]
    [InlineData("sctp/10.0.0.1+10.0.1.1:2905", null)]
    [InlineData("10.0.0.1:2905", null)]
    [InlineData("[::1]:0", null)]
    [InlineData("host.example:3868", null)]
    [InlineData("sctp/a.example+b.example+10.0.0.1:3868", null)]
    [InlineData("10.0.0.1", "expected sctp/address")]
    [InlineData("10.0.0.300:1", "'10.0.0.300'")]
    [InlineData("10.0.0.1:70000", "is no port")]
    [InlineData("", "is no SCTP endpoint")]
    [InlineData(":1", "is no SCTP endpoint")]
    [InlineData("10.0.0.1+10.0.0.1:1", "stands twice")]
    public void Check_EndPointText_SaysWhatIsWrong(string text, string? problem)
    {
        var found = EndPointArgument.Check(text);

        if (problem is null)
        {
            Assert.Null(found);
        }
        else
        {
            Assert.Contains(problem, found, StringComparison.Ordinal);
        }
    }
}
