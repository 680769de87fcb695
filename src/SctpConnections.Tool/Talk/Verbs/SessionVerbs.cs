namespace SctpConnections.Tool.Talk.Verbs;

/// <summary>The associations themselves, and the end.</summary>
internal static class SessionVerbs
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    public static IEnumerable<Verb> All =>
    [
        new("list", "", "Show the associations.", List),
        new("use", "NUMBER [timeout 5s]", "Mean this association from now on; a script waits for it.", Use),
        new("shutdown", "", "Shut the association down gracefully.", Shutdown),
        new("abort", "[REASON]", "Abort the association.", Abort),
        new("help", "[COMMAND]", "Show the commands, or one of them.", Help),
        new("quit", "", "Shut everything down and end.", Quit),
    ];

    private static TalkAction List(Arguments arguments)
    {
        arguments.End();
        return async (session, cancellationToken) =>
        {
            var current = session.First.IsCompleted ? await session.GetAsync(cancellationToken) : null;
            session.Output.Show(new RecordView("sctp.associations/1", current?.Number ?? 0, session.All.Select(a => new Listed(
                a.Number, a == current, a.Association.RemoteEndPoint, a.Association.OutboundStreams, a.Association.InboundStreams,
                a.Association.CloseReason?.ToString() ?? "up")).ToList()));
        };
    }

    private static TalkAction Use(Arguments arguments)
    {
        var number = arguments.Value<int>("number");
        var timeout = arguments.Timeout(s_patience);
        arguments.End();
        return async (session, cancellationToken) =>
        {
            var used = await session.UseAsync(number, session.Output.IsInteractive ? TimeSpan.Zero : timeout, cancellationToken);
            session.Output.Result(number, $"association {number}: {used.Association.RemoteEndPoint}");
        };
    }

    private static TalkAction Shutdown(Arguments arguments)
    {
        arguments.End();
        return async (session, cancellationToken) =>
        {
            var target = await session.GetAsync(cancellationToken);
            await target.Association.ShutdownAsync(cancellationToken);
            await target.Over.WaitAsync(cancellationToken);
        };
    }

    private static TalkAction Abort(Arguments arguments)
    {
        var reason = arguments.IsEmpty ? null : arguments.Rest("the reason").Text;
        return async (session, cancellationToken) =>
        {
            var target = await session.GetAsync(cancellationToken);
            target.Association.Abort(reason);
            await target.Over.WaitAsync(cancellationToken);
        };
    }

    private static TalkAction Help(Arguments arguments)
    {
        var name = arguments.IsEmpty ? null : VerbTable.Find(arguments.Rest("the command").Text).Name.Split(' ')[0];
        return (session, _) =>
        {
            session.Output.Show(new VerbHelp([.. VerbTable.All.Where(v => name is null || v.Name.Split(' ')[0] == name)]));
            return Task.CompletedTask;
        };
    }

    private static TalkAction Quit(Arguments arguments)
    {
        arguments.End();
        return (session, _) =>
        {
            session.IsOver = true;
            return Task.CompletedTask;
        };
    }

    private sealed record Listed(int Number, bool IsCurrent, SctpEndPoint RemoteEndPoint, int OutboundStreams, int InboundStreams, string State);
}
