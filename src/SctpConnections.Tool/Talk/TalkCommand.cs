using System.CommandLine;

namespace SctpConnections.Tool.Talk;

/// <summary>What listen and connect have in common: their options, and commands from a script, from a pipe or from a person.</summary>
internal abstract class TalkCommand : ToolCommand
{
    private readonly Argument<string> _endPoint;
    private readonly Option<string[]> _execute = new("--execute", "-e") { Description = "Commands to run, with ; between them; see 'help' among the commands.", DefaultValueFactory = _ => [] };
    private readonly Option<string?> _script = new("--script") { Description = "A file of commands, one per line; - is standard input.", HelpName = "file" };
    private readonly Option<string?> _ppid = new("--ppid") { Description = "The payload protocol identifier of what is sent, a number or a name.", HelpName = "ppid" };
    private readonly Option<bool> _echo = new("--echo") { Description = "Send every message back." };
    private readonly Option<bool> _hex = new("--hex") { Description = "Show every message in hexadecimal." };
    private readonly Option<bool> _quiet = new("--quiet", "-q") { Description = "Show only the results of commands." };

    protected TalkCommand(string name, string description, string endPoint, bool isClient)
        : base(name, description)
    {
        _endPoint = EndPointArgument.Create("endpoint", endPoint);
        Transport = new TransportOptions(isClient);
        Arguments.Add(_endPoint);
        _ppid.Validators.Add(result =>
        {
            try
            {
                PpidNames.Parse(result.Tokens[0].Value);
            }
            catch (FormatException e)
            {
                result.AddError($"--ppid: {e.Message}");
            }
        });
        foreach (var option in (Option[])[_execute, _script, _ppid, _echo, _hex, _quiet])
        {
            Options.Add(option);
        }
        Transport.AddTo(this);
    }

    protected TransportOptions Transport { get; }

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var script = CreateScript(context);
        var clock = TimeProvider.System;
        var output = new TalkOutput(context, clock, script is null && !Console.IsInputRedirected, context.Get(_quiet), context.Get(_hex));
        var ppid = context.Get(_ppid) is { } text ? PpidNames.Parse(text) : 0;
        await using var session = new TalkSession(output, clock, ppid, context.Get(_echo));
        return await TalkAsync(context, context.Get(_endPoint), session, script, cancellationToken);
    }

    protected abstract Task<int> TalkAsync(CommandContext context, string endPoint, TalkSession session, Script? script, CancellationToken cancellationToken);

    // A stream of its own: the console's reader would edit the line itself, and the terminal does that well enough.
    protected static TextReader OpenInput() => new StreamReader(Console.OpenStandardInput());

    private Script? CreateScript(CommandContext context)
    {
        var (texts, file) = (context.Get(_execute) ?? [], context.Get(_script));
        if (texts.Length == 0 && file is null)
        {
            return null;
        }
        var script = new Script();
        if (file is not null)
        {
            script.AddFile(file);
        }
        foreach (var text in texts)
        {
            script.AddText(text);
        }
        return script;
    }
}
