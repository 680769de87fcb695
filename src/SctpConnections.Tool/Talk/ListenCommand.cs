using System.CommandLine;
using Microsoft.AspNetCore.Connections;

namespace SctpConnections.Tool.Talk;

/// <summary><c>sctp listen</c>.</summary>
internal sealed class ListenCommand : TalkCommand
{
    private readonly Option<bool> _once = new("--once") { Description = "Accept one association, and end when it ends." };

    public ListenCommand()
        : base(
            "listen", "Accept associations and talk on them: shows every message and notification, and takes the same commands as connect. "
                + "It ends with its script, with 'quit', or with Ctrl-C.",
            "Where to listen.", isClient: false)
        => Options.Add(_once);

    protected override async Task<int> TalkAsync(CommandContext context, string endPoint, TalkSession session, Script? script, CancellationToken cancellationToken)
    {
        var options = Transport.Apply(context, new SctpTransportOptions());
        var isOnce = context.Get(_once);
        await using var listener = await Talk.Transport.ListenAsync(endPoint, options, cancellationToken);
        session.Output.Show(new FieldsView("sctp.listening/1", $"listening on {listener.EndPoint}", ("endPoint", listener.EndPoint)));
        var over = Task.WhenAny(isOnce ? OnceAsync(session) : Task.Delay(Timeout.Infinite, cancellationToken), session.Output.Broken).Unwrap();
        var accepting = AcceptAsync(listener, session, isOnce);
        var runner = new ScriptRunner(session);
        if (script is not null)
        {
            await runner.RunAsync(script, cancellationToken);
        }
        else
        {
            using var input = OpenInput();
            await runner.ReadAsync(input, over, cancellationToken);
            if (!session.IsOver && !session.Output.IsInteractive)
            {
                // The input has ended, not the listening.
                await over.WaitAsync(cancellationToken);
            }
        }
        await listener.UnbindAsync(cancellationToken);
        await accepting.WaitAsync(cancellationToken);
        return isOnce && session.All.Any(a => a.HasFailed) ? ExitCode.Failed : ExitCode.Done;
    }

    private static async Task AcceptAsync(IConnectionListener listener, TalkSession session, bool isOnce)
    {
        while (await Talk.Transport.AcceptAsync(listener) is { } association)
        {
            session.Add(association);
            if (isOnce)
            {
                await listener.UnbindAsync();
                return;
            }
        }
    }

    private static async Task OnceAsync(TalkSession session) => await (await session.First).Over;
}
