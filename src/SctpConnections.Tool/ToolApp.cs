using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace SctpConnections.Tool;

/// <summary>Puts the commands together, parses and runs.</summary>
internal static class ToolApp
{
    public static Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        var root = CreateRoot();
        var parsed = root.Parse(arguments);
        if (parsed.Action is ParseErrorAction)
        {
            Console.Error.WriteLine($"sctp: {UsageError.Describe(parsed)}");
            return Task.FromResult(ExitCode.WrongUsage);
        }
        return parsed.InvokeAsync(new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = TimeSpan.FromSeconds(5),
        });
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
