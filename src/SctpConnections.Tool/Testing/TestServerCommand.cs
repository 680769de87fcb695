using System.CommandLine;
using SctpConnections.Tool.Talk;

namespace SctpConnections.Tool.Testing;

/// <summary><c>sctp test server</c>.</summary>
internal sealed class TestServerCommand : ToolCommand
{
    private readonly Argument<string> _endPoint = EndPointArgument.Create("endpoint", "Where to listen.");
    private readonly Option<bool> _once = new("--once") { Description = "Serve one association, and end when it ends." };
    private readonly Option<bool> _echo = new("--echo") { Description = "Send every message back, for sctp_test -D; test clients with --drain ask for it themselves." };
    private readonly Option<long> _expect = ValueOption.Create("--expect", "How many messages each association has to bring, 0 for any number.", 0L, 0L, long.MaxValue);
    private readonly TransportOptions _transport = new(isClient: false);

    public TestServerCommand()
        : base("server", "Check what test clients send, and count what others send, such as sctp_test -s.")
    {
        Arguments.Add(_endPoint);
        Options.Add(_once);
        Options.Add(_echo);
        Options.Add(_expect);
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
            var serving = new TestServing(association, context.Get(_echo), TimeProvider.System);
            var report = await serving.RunAsync(cancellationToken);
            lock (gate)
            {
                context.Output.Show(report);
                Check(report, serving.Problem);
            }
        }

        void Check(TestReport report, string? problem)
        {
            if (context.Get(_expect) is var wanted and > 0 && wanted != report.Tally.Messages)
            {
                problem = $"{report.Tally.Messages} messages instead of {wanted}";
            }
            if (problem is not null)
            {
                context.Error.WriteLine($"sctp: {report.Peer}: {problem}");
            }
            code = report.IsGood && problem is null ? code : ExitCode.Failed;
        }
    }
}
