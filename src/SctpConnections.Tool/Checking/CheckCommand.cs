using SctpConnections.Linux;

namespace SctpConnections.Tool.Checking;

/// <summary><c>sctp check</c>.</summary>
internal sealed class CheckCommand : ToolCommand
{
    public CheckCommand()
        : base("check", "Tell whether SCTP works on this machine, what the kernel can do, which settings matter, and what to run where something is missing.")
    {
    }

    protected override Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var kernel = SctpKernel.Inspect();
        context.Output.Show(Checks.Run(kernel));
        return Task.FromResult(kernel.IsSupported ? ExitCode.Done : ExitCode.NoSctp);
    }
}
