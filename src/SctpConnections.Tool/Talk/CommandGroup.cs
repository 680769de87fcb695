namespace SctpConnections.Tool.Talk;

/// <summary>A command that only has others below it.</summary>
internal sealed class CommandGroup : ToolCommand
{
    public CommandGroup(string name, string description, params ToolCommand[] commands)
        : base(name, description)
    {
        foreach (var command in commands)
        {
            Subcommands.Add(command);
        }
    }

    protected override Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
        => throw new ToolException(ExitCode.WrongUsage, $"a command is missing, one of {string.Join(", ", Subcommands.Select(c => c.Name))}; see 'sctp {Name} --help'");
}
