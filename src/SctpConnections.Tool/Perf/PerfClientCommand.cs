using System.CommandLine;
using SctpConnections.Tool.Talk;

namespace SctpConnections.Tool.Perf;

/// <summary><c>sctp perf client</c>.</summary>
internal sealed class PerfClientCommand : ToolCommand
{
    private readonly Argument<string> _endPoint = EndPointArgument.Create("endpoint", "The server.");
    private readonly Option<int> _size = ValueOption.Create("--size", "Bytes of a message.", 1000, 1, PerfPlan.MaxSize);
    private readonly Option<TimeSpan> _time = ValueOption.Create("--time", "How long to send.", TimeSpan.FromSeconds(10), TimeSpan.FromMilliseconds(1), PerfPlan.MaxDuration);
    private readonly Option<int> _associations = ValueOption.Create("--associations", "Associations at the same time.", 1, 1, 10_000);
    private readonly Option<bool> _bidirectional = new("--bidirectional") { Description = "Let the server send too." };
    private readonly Option<bool> _ping = new("--ping") { Description = "Measure round trips instead of throughput; any echo server will do." };
    private readonly Option<int> _window = ValueOption.Create("--window", "Round trips under way at a time, on each association.", 1, 1, 100_000);
    private readonly Option<TimeSpan> _timeout = ValueOption.Create("--timeout", "How long the server may take to say that it is ready.", TimeSpan.FromSeconds(5), TimeSpan.FromMilliseconds(1), TimeSpan.FromHours(1));
    private readonly Option<bool> _quiet = new("--quiet", "-q") { Description = "Show only the result." };
    private readonly TransportOptions _transport = new(isClient: true);

    public PerfClientCommand()
        : base("client", "Measure throughput to a server, or round trips with --ping.")
    {
        Arguments.Add(_endPoint);
        foreach (var option in (Option[])[_size, _time, _associations, _bidirectional, _ping, _window, _timeout, _quiet])
        {
            Options.Add(option);
        }
        _transport.AddTo(this);
    }

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var clock = TimeProvider.System;
        var options = _transport.Apply(context, new SctpClientOptions());
        var size = context.Get(_size);
        if (context.Get(_ping) && size < PerfSender.StampSize)
        {
            throw new ToolException(ExitCode.WrongUsage, $"--size: at least {PerfSender.StampSize} bytes with --ping");
        }
        if (size > options.MaxMessageSize)
        {
            throw new ToolException(ExitCode.WrongUsage, $"--size {size} is over {options.MaxMessageSize}; raise it by -o MaxMessageSize={size}, here and at the server");
        }
        var sessions = new List<PerfSession>();
        try
        {
            PerfPlan? plan = null;
            for (var i = 0; i < context.Get(_associations); i++)
            {
                var association = await Transport.ConnectAsync(context.Get(_endPoint), options, cancellationToken);
                plan ??= new PerfPlan(
                    context.Get(_ping), size, context.Get(_time), context.Get(_transport.Streams) is null ? 1 : association.OutboundStreams,
                    context.Get(_bidirectional), context.Get(_window));
                var session = new PerfSession(association, plan, clock);
                sessions.Add(session);
                await session.PrepareAsync(context.Get(_timeout), cancellationToken);
            }
            var start = clock.GetTimestamp();
            var run = Task.WhenAll(sessions.Select(s => s.RunAsync(cancellationToken)));
            if (!context.Get(_quiet))
            {
                await PerfProgress.ShowAsync(context, plan!.IsPing, () => [.. sessions.Select(s => s.Counters)], run, clock);
            }
            await run;
            var report = Create(context.Get(_endPoint), plan!, sessions, clock.GetElapsedTime(start));
            context.Output.Show(report);
            return report.Lost == 0 ? ExitCode.Done : ExitCode.Failed;
        }
        finally
        {
            await Task.WhenAll(sessions.Select(s => s.DisposeAsync().AsTask()));
        }
    }

    private static PerfReport Create(string peer, PerfPlan plan, List<PerfSession> sessions, TimeSpan elapsed)
    {
        var latency = new LatencyHistogram();
        foreach (var session in sessions)
        {
            latency.Add(session.Latency);
        }
        var reports = sessions.Select(s => s.Report).ToList();
        return new PerfReport(
            "client", peer, plan, sessions.Count, elapsed, PerfCounters.Sum(sessions.Select(s => s.Counters)), sessions.Sum(s => s.Lost), latency,
            sessions.Sum(s => (long)(s.Statistics?.RetransmittedChunks ?? 0)),
            reports.Contains(null) ? null : reports.Sum(r => r!.Values.GetValueOrDefault("retransmitted")));
    }
}
