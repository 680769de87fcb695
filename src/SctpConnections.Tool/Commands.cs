using SctpConnections.Tool.Checking;
using SctpConnections.Tool.Completion;
using SctpConnections.Tool.Talk;

namespace SctpConnections.Tool;

/// <summary>The subcommands, in the order of the help. A new one is a <see cref="ToolCommand"/> in a file of its own and a line here.</summary>
internal static class Commands
{
    public static IEnumerable<ToolCommand> Create() =>
    [
        new CheckCommand(),
        new ListenCommand(),
        new ConnectCommand(),
        new CompletionCommand(),
    ];
}
