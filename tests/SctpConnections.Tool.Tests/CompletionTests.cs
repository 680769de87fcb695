using SctpConnections.Tool.Tests.Support;

namespace SctpConnections.Tool.Tests;

public sealed class CompletionTests
{
    [Theory]
    [InlineData("sctp ch", "check")]
    [InlineData("sctp check --j", "--json")]
    [InlineData("sctp completion z", "zsh")]
    public async Task Bash_WithTheScript_CompletesTheWord(string line, string expected)
    {
        // What bash does on the tab key: it sets the line and its words, and calls the registered function.
        const string Script =
            """
            PATH=$1:$PATH
            eval "$(sctp completion bash)"
            complete -p sctp | grep -q -- '-F _sctp_complete sctp' || exit 1
            COMP_LINE=$2 COMP_POINT=${#2} COMP_WORDS=($2)
            COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            _sctp_complete
            printf '%s\n' "${COMPREPLY[@]}"
            """;

        var run = await ToolRun.StartAsync("bash", "-c", Script, "bash", Path.GetDirectoryName(ToolRun.Program)!, line);

        Assert.Equal("", run.Error);
        Assert.Equal(0, run.Code);
        Assert.Equal(expected, run.Output.Trim());
    }

    [Theory]
    [InlineData("zsh", "compdef _sctp sctp")]
    [InlineData("fish", "complete -c sctp")]
    [InlineData("pwsh", "Register-ArgumentCompleter")]
    public async Task Completion_OtherShell_PrintsItsScript(string shell, string expected)
    {
        var run = await ToolRun.RunAsync("completion", shell);

        Assert.Equal(ExitCode.Done, run.Code);
        Assert.Contains(expected, run.Output, StringComparison.Ordinal);
    }
}
