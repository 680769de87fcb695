using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace SctpConnections.Tool;

/// <summary>Puts the commands together, parses and runs.</summary>
internal static class ToolApp
{
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        try
        {
            var parsed = CreateRoot().Parse(arguments);
            if (parsed.Action is ParseErrorAction)
            {
                await Console.Error.WriteLineAsync($"sctp: {UsageError.Describe(parsed)}");
                return ExitCode.WrongUsage;
            }
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = TimeSpan.FromSeconds(5),
            });
        }
        catch (Exception e)
        {
            return ToolErrors.Report(e, Console.Error, CancellationToken.None);
        }
    }

    public static RootCommand CreateRoot()
    {
        var root = new RootCommand("SCTP on this machine: what works, what is going on, what is on the wire.");
        root.Options.Add(CommandContext.Json);
        foreach (var command in Commands.Create())
        {
            root.Subcommands.Add(command);
        }
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExitCodes((SynchronousCommandLineAction)help.Action!);
        return root;
    }

    private sealed class HelpWithExitCodes(SynchronousCommandLineAction help) : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            var code = help.Invoke(parseResult);
            parseResult.InvocationConfiguration.Output.WriteLine(ExitCode.Help);
            return code;
        }
    }
}
