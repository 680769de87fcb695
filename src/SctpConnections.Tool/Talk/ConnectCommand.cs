namespace SctpConnections.Tool.Talk;

/// <summary><c>sctp connect</c>.</summary>
internal sealed class ConnectCommand : TalkCommand
{
    public ConnectCommand()
        : base(
            "connect", "Set up an association and talk on it: commands send messages, manage paths and streams, show everything. "
                + "They come from a script, from standard input or from you; 'help' lists them.",
            "The peer.", isClient: true)
    {
    }

    protected override async Task<int> TalkAsync(CommandContext context, string endPoint, TalkSession session, Script? script, CancellationToken cancellationToken)
    {
        var options = Transport.Apply(context, new SctpClientOptions());
        var association = session.Add(await Talk.Transport.ConnectAsync(endPoint, options, cancellationToken));
        var runner = new ScriptRunner(session);
        if (script is not null)
        {
            await runner.RunAsync(script, cancellationToken);
        }
        else
        {
            using var input = OpenInput();
            await runner.ReadAsync(input, Task.WhenAny(association.Over, session.Output.Broken), cancellationToken);
        }
        using var timeout = new CancellationTokenSource(options.ShutdownTimeout, session.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await session.ShutdownAsync(either.Token);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            association.Association.Abort("the peer did not answer the shutdown");
        }
        await association.Over.WaitAsync(cancellationToken);
        return association.HasFailed ? ExitCode.Failed : ExitCode.Done;
    }
}
