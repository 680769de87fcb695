using System.CommandLine;
using SctpConnections.Tool.Talk;

namespace SctpConnections.Tool.Perf;

/// <summary><c>sctp perf server</c>.</summary>
internal sealed class PerfServerCommand : ToolCommand
{
    private readonly Argument<string> _endPoint = EndPointArgument.Create("endpoint", "Where to listen.");
    private readonly Option<bool> _once = new("--once") { Description = "Serve one association, and end when it ends." };
    private readonly TransportOptions _transport = new(isClient: false);

    public PerfServerCommand()
        : base("server", "Take part in the measurements of perf clients, until Ctrl-C.")
    {
        Arguments.Add(_endPoint);
        Options.Add(_once);
        _transport.AddTo(this);
    }

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var gate = new Lock();
        var code = ExitCode.Done;
        var options = _transport.Apply(context, new SctpTransportOptions());
        await ServerLoop.RunAsync(context, context.Get(_endPoint), options, context.Get(_once), ServeAsync, cancellationToken);
        return context.Get(_once) ? code : ExitCode.Done;

        async Task ServeAsync(SctpAssociation association)
        {
            var remote = association.RemoteEndPoint;
            var serving = new PerfServing(association, TimeProvider.System);
            await serving.RunAsync(cancellationToken);
            lock (gate)
            {
                if (serving.Problem is { } problem)
                {
                    context.Error.WriteLine($"sctp: {remote}: {problem}");
                    code = ExitCode.Failed;
                }
                if (serving.Result is { } result)
                {
                    context.Output.Show(result);
                    code = result.Lost == 0 ? code : ExitCode.Failed;
                }
            }
        }
    }
}
