using System.CommandLine;

namespace SctpConnections.Tool;

/// <summary>
/// A subcommand. The constructor adds options and arguments, <see cref="RunAsync"/> does the work. Errors are thrown: the
/// one place that turns them into a line on standard error and an exit code is <see cref="ToolErrors"/>.
/// </summary>
internal abstract class ToolCommand : Command
{
    protected ToolCommand(string name, string description)
        : base(name, description)
        => SetAction(InvokeAsync);

    /// <summary>Does the work and returns an <see cref="ExitCode"/>. Ctrl-C cancels the token, once; the command has five seconds to end then.</summary>
    protected abstract Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken);

    private async Task<int> InvokeAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var context = new CommandContext(parsed);
        try
        {
            var code = await RunAsync(context, cancellationToken);
            return code == ExitCode.Done && cancellationToken.IsCancellationRequested ? ExitCode.Interrupted : code;
        }
        catch (Exception e)
        {
            return ToolErrors.Report(e, context.Error, cancellationToken);
        }
    }
}
