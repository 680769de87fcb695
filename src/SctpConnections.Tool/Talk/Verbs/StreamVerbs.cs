namespace SctpConnections.Tool.Talk.Verbs;

/// <summary>Reconfiguration and scheduling of streams.</summary>
internal static class StreamVerbs
{
    // The peer may never answer.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    public static IEnumerable<Verb> All =>
    [
        new("reset", "[in|out|both] [STREAM...]", "Reset streams, all of them when none is named: sequence numbers start at 0 again.", Reset),
        new("reset-association", "", "Reset the association: all its sequence numbers start anew.", ResetAssociation),
        new("add-streams", "OUT IN", "Add outbound and inbound streams.", AddStreams),
        new("scheduler", "[NAME]", $"Tell or set which stream sends next: {string.Join(", ", Enum.GetNames<SctpStreamScheduler>())}.", Scheduler),
        new("stream-value", "STREAM [VALUE]", "Tell or set a stream's priority or weight for the scheduler.", StreamValue),
    ];

    private static TalkAction Reset(Arguments arguments)
    {
        var directions = arguments.Keyword("in") ? SctpStreamDirections.Inbound
            : arguments.Keyword("both") ? SctpStreamDirections.Both
            : arguments.Keyword("out") ? SctpStreamDirections.Outbound
            : SctpStreamDirections.Outbound;
        var ids = new List<ushort>();
        while (!arguments.IsEmpty)
        {
            ids.Add(arguments.Value<ushort>("stream"));
        }
        return Request((a, token) => a.ResetStreamsAsync(directions, ids, token), _ => $"reset {directions.ToString().ToLowerInvariant()} {(ids.Count == 0 ? "streams" : "stream " + string.Join(", ", ids))}");
    }

    private static TalkAction ResetAssociation(Arguments arguments)
    {
        arguments.End();
        return Request((a, token) => a.ResetAsync(token), _ => "reset the association");
    }

    private static TalkAction AddStreams(Arguments arguments)
    {
        var (outbound, inbound) = (arguments.Value<ushort>("outbound streams"), arguments.Value<ushort>("inbound streams"));
        arguments.End();
        return Request((a, token) => a.AddStreamsAsync(outbound, inbound, token), a => $"streams: {a.OutboundStreams} out, {a.InboundStreams} in");
    }

    private static TalkAction Scheduler(Arguments arguments)
    {
        SctpStreamScheduler? scheduler = arguments.IsEmpty ? null : arguments.Value<SctpStreamScheduler>("scheduler");
        arguments.End();
        return ControlAction.Of(control =>
        {
            if (scheduler is { } wanted)
            {
                control.Streams.Scheduler = wanted;
            }
            return $"scheduler {control.Streams.Scheduler}";
        });
    }

    private static TalkAction StreamValue(Arguments arguments)
    {
        var stream = arguments.Value<ushort>("stream");
        ushort? value = arguments.IsEmpty ? null : arguments.Value<ushort>("value");
        arguments.End();
        return ControlAction.Of(control =>
        {
            if (value is { } wanted)
            {
                control.Streams.SetValue(stream, wanted);
            }
            return $"stream {stream} has value {control.Streams.GetValue(stream)}";
        });
    }

    private static TalkAction Request(Func<SctpAssociation, CancellationToken, Task> request, Func<SctpAssociation, string> done) => async (session, cancellationToken) =>
    {
        var target = await session.GetAsync(cancellationToken);
        using var timeout = new CancellationTokenSource(s_patience, session.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await request(target.Association, either.Token);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            throw new ToolException(ExitCode.Failed, $"the peer did not answer the reconfiguration within {ValueText.Format(s_patience)}");
        }
        session.Output.Result(target.Number, done(target.Association));
    };
}
