using System.CommandLine;
using System.Runtime.CompilerServices;
using SctpConnections.Linux;
using SctpConnections.Tool.Rendering;

namespace SctpConnections.Tool.Status;

/// <summary><c>sctp status</c>.</summary>
internal sealed class StatusCommand : ToolCommand
{
    private const double DefaultSeconds = 1;
    private const double MinSeconds = 0.1;
    private const double MaxSeconds = 86_400;

    private readonly Option<double?> _watch = new("--watch", "-w")
    {
        Description = "Go on, and show it anew each SECONDS (default 1).",
        HelpName = "seconds",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<bool> _counters = new("--counters", "-c") { Description = "Show the machine's counters too, with what they mean; while watching also what was added." };

    private readonly Option<int?> _port = new("--port", "-p") { Description = "Only what has this local or remote port.", HelpName = "port" };

    public StatusCommand()
        : base("status", "Show every association of this machine, its paths, and who listens.")
    {
        _watch.AcceptSeconds(MinSeconds, MaxSeconds);
        _port.AcceptPort();
        Options.Add(_watch);
        Options.Add(_counters);
        Options.Add(_port);
    }

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var owners = new SocketOwners();
        if (context.Parsed.GetResult(_watch) is null)
        {
            context.Output.Show(Look(context, owners, before: null));
            return ExitCode.Done;
        }
        var interval = TimeSpan.FromSeconds(context.Get(_watch) ?? DefaultSeconds);
        await context.Output.WatchAsync(WatchAsync(context, owners, interval, cancellationToken));
        return ExitCode.Done;
    }

    private async IAsyncEnumerable<IView> WatchAsync(
        CommandContext context, SocketOwners owners, TimeSpan interval, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(interval, TimeProvider.System);
        StatusReport? before = null;
        do
        {
            before = Look(context, owners, before);
            yield return before;
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    private StatusReport Look(CommandContext context, SocketOwners owners, StatusReport? before)
    {
        var snapshot = SctpDiag.TakeSnapshot();
        return StatusReport.Create(snapshot, owners, TimeProvider.System.GetLocalNow(), context.Get(_port), context.Get(_counters), before);
    }
}
