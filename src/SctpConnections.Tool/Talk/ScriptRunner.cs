namespace SctpConnections.Tool.Talk;

/// <summary>Carries out the commands of a script, or of standard input. A script ends at its first error; a person is told and goes on.</summary>
internal sealed class ScriptRunner(TalkSession session)
{
    // How long lines that were already written may take to come through the pipe after the association ended.
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(1);

    public async Task RunAsync(Script script, CancellationToken cancellationToken)
    {
        foreach (var (place, action) in script.Steps)
        {
            await RunAsync(place, action, cancellationToken);
            if (session.IsOver)
            {
                return;
            }
        }
    }

    /// <summary>Reads commands until the end of the input, quit, or <paramref name="over"/>; answers whether there was any.</summary>
    public async Task<bool> ReadAsync(TextReader input, Task over, CancellationToken cancellationToken)
    {
        var isAny = false;
        for (var number = 1; !session.IsOver; number++)
        {
            session.Output.Prompt(true);
            var line = await ReadLineAsync(input, over, cancellationToken);
            session.Output.Prompt(false);
            if (line is null)
            {
                break;
            }
            isAny |= line.Trim().Length > 0;
            await RunLineAsync($"line {number}", line, cancellationToken);
        }
        return isAny;
    }

    private async Task RunLineAsync(string place, string line, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var command in Script.Split(place, line))
            {
                if (!session.IsOver)
                {
                    await RunAsync(place, Script.Parse(place, command), cancellationToken);
                }
            }
        }
        catch (ToolException e) when (session.Output.IsInteractive)
        {
            session.Output.Error((e.InnerException ?? e).Message);
        }
    }

    private async Task<string?> ReadLineAsync(TextReader input, Task over, CancellationToken cancellationToken)
    {
        // The reading itself blocks in the system and hears of nothing; what ends this program ends it.
        var line = input.ReadLineAsync(CancellationToken.None).AsTask();
        if (await Task.WhenAny(line, over).WaitAsync(cancellationToken) == line)
        {
            return await line;
        }
        if (session.Output.IsInteractive)
        {
            return null;
        }
        await Task.WhenAny(line, Task.Delay(s_grace, session.Clock, cancellationToken));
        return line.IsCompletedSuccessfully ? line.Result : null;
    }

    private async Task RunAsync(string place, TalkAction action, CancellationToken cancellationToken)
    {
        try
        {
            await action(session, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception e)
        {
            throw new ToolException(ToolErrors.CodeOf(e), $"{place}: {e.Message}", e);
        }
    }
}
