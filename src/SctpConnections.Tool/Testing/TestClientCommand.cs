using System.CommandLine;
using SctpConnections.Tool.Talk;

namespace SctpConnections.Tool.Testing;

/// <summary><c>sctp test client</c>.</summary>
internal sealed class TestClientCommand : ToolCommand
{
    private const int LargestCase = 6;
    private const int DefaultMaxSize = 32_768;

    private readonly Argument<string> _endPoint = EndPointArgument.Create("endpoint", "The server.");
    private readonly Option<int> _case = ValueOption.Create("--case",
        "Sizes of a pass: 0 one byte; 1 multiples of 1452; 2 1453; 3 1, 1453, 32768; 4 ten sizes up to 32768; 5 32768; 6 random up to --max-size.", LargestCase, 0, LargestCase);
    private readonly Option<int> _size = ValueOption.Create("--size", "Instead of a case: random sizes up to N, or exactly N when it is given as -N.", 0, -(1 << 30), 1 << 30);
    private readonly Option<int> _maxSize = ValueOption.Create("--max-size", "The largest size of case 6.", DefaultMaxSize, 1, 1 << 30);
    private readonly Option<int> _repeat = ValueOption.Create("--repeat", "How often the pass is sent.", 10, 1, 100_000_000);
    private readonly Option<TestOrder> _order = new("--order") { Description = "Which messages are ordered.", DefaultValueFactory = _ => TestOrder.Random };
    private readonly Option<TestStreamPattern> _pattern = new("--stream-pattern") { Description = "Which stream is next.", DefaultValueFactory = _ => TestStreamPattern.RoundRobin };
    private readonly Option<int> _seed = ValueOption.Create("--seed", "The seed of sizes, order, streams and contents.", 1, int.MinValue, int.MaxValue);
    private readonly Option<int> _associations = ValueOption.Create("--associations", "Associations at the same time.", 1, 1, 10_000);
    private readonly Option<TimeSpan> _ttl = ValueOption.Create("--ttl", "The lifetime of each message; then some may be given up.", TimeSpan.Zero, TimeSpan.Zero, TimeSpan.FromHours(1));
    private readonly Option<bool> _drain = new("--drain") { Description = "Wait for the echo of each message and compare it." };
    private readonly Option<bool> _plain = new("--plain") { Description = "The server is another program, such as sctp_test -l: nothing is agreed on and nothing verified but echoes." };
    private readonly TransportOptions _transport = new(isClient: true);

    public TestClientCommand()
        : base("client", "Send patterns of messages to a server that checks every byte of them.")
    {
        Arguments.Add(_endPoint);
        foreach (var option in (Option[])[_case, _size, _maxSize, _repeat, _order, _pattern, _seed, _associations, _ttl, _drain, _plain])
        {
            Options.Add(option);
        }
        _transport.AddTo(this);
        Validators.Add(result =>
        {
            if (result.GetResult(_size) is { Implicit: false } && result.GetResult(_case) is { Implicit: false })
            {
                result.AddError("--size: not together with --case");
            }
        });
    }

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var options = _transport.Apply(context, new SctpClientOptions());
        var sizes = Sizes(context);
        if (sizes.Max(Math.Abs) is var longest && longest > options.MaxMessageSize)
        {
            throw new ToolException(ExitCode.WrongUsage, $"--size: {longest} is over {options.MaxMessageSize}; raise it by -o MaxMessageSize={longest}, here and at the server");
        }
        var reports = await Task.WhenAll(Enumerable.Range(0, context.Get(_associations)).Select(i => RunAsync(context, options, sizes, i, cancellationToken)));
        var tally = new TestTally();
        foreach (var report in reports)
        {
            tally.Add(report.Tally);
        }
        var sum = new TestReport(
            "client", reports[0].Peer, tally, reports.All(r => r.IsVerified), reports.Sum(r => r.Lost), reports.Sum(r => r.Mismatched), reports.Sum(r => r.OutOfOrder), reports[0].MayLose);
        context.Output.Show(sum);
        return sum.IsGood ? ExitCode.Done : ExitCode.Failed;
    }

    private async Task<TestReport> RunAsync(CommandContext context, SctpClientOptions options, IReadOnlyList<int> sizes, int index, CancellationToken cancellationToken)
    {
        await using var association = await Transport.ConnectAsync(context.Get(_endPoint), options, cancellationToken);
        var streams = context.Get(_transport.Streams) is null ? 1 : association.OutboundStreams;
        var plan = new TestPlan(sizes, context.Get(_repeat), context.Get(_order), context.Get(_pattern), streams, unchecked(context.Get(_seed) + index));
        TimeSpan? lifetime = context.Get(_ttl) is { Ticks: > 0 } ttl ? ttl : null;
        var session = new TestSession(association, plan, context.Get(_plain), context.Get(_drain), lifetime, TimeProvider.System);
        return await session.RunAsync(cancellationToken);
    }

    private IReadOnlyList<int> Sizes(CommandContext context) => context.Get(_size) switch
    {
        // The plan has it the other way round: there a negative size is the random one.
        0 => TestPlan.SizesOf(context.Get(_case), context.Get(_maxSize)),
        var size => TestPlan.Same(-size),
    };
}
