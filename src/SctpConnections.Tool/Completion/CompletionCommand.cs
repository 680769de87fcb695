using System.CommandLine;

namespace SctpConnections.Tool.Completion;

/// <summary><c>sctp completion SHELL</c>: the script that teaches a shell to complete; each asks the command itself.</summary>
internal sealed class CompletionCommand : ToolCommand
{
    private readonly Argument<string> _shell = new("shell") { Description = "The shell." };

    public CompletionCommand()
        : base("completion", "Print the script that lets a shell complete commands and options; load it with: eval \"$(sctp completion bash)\".")
    {
        _shell.AcceptOnlyFromAmong([.. CompletionScripts.All.Keys]);
        Arguments.Add(_shell);
    }

    protected override Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        context.Parsed.InvocationConfiguration.Output.Write(CompletionScripts.All[context.Get(_shell)]);
        return Task.FromResult(ExitCode.Done);
    }
}
