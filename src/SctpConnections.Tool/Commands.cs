using SctpConnections.Tool.Capture;
using SctpConnections.Tool.Checking;
using SctpConnections.Tool.Completion;
using SctpConnections.Tool.Perf;
using SctpConnections.Tool.Status;
using SctpConnections.Tool.Talk;
using SctpConnections.Tool.Testing;

namespace SctpConnections.Tool;

/// <summary>The subcommands, in the order of the help. A new one is a <see cref="ToolCommand"/> in a file of its own and a line here.</summary>
internal static class Commands
{
    public static IEnumerable<ToolCommand> Create() =>
    [
        new CheckCommand(),
        new StatusCommand(),
        new CaptureCommand(),
        new ListenCommand(),
        new ConnectCommand(),
        new CommandGroup("test", "Send patterns of messages and check every byte of them.", new TestServerCommand(), new TestClientCommand()),
        new CommandGroup("perf", "Measure throughput and round trips.", new PerfServerCommand(), new PerfClientCommand()),
        new CompletionCommand(),
    ];
}
