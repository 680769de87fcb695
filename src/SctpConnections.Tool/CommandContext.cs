using System.CommandLine;
using SctpConnections.Tool.Rendering;

namespace SctpConnections.Tool;

/// <summary>What a running command has at hand: its values, where its results go and where its remarks go.</summary>
internal sealed class CommandContext(ParseResult parsed)
{
    private IRenderer? _output;

    /// <summary>The global option, the same for every command.</summary>
    public static Option<bool> Json { get; } = new("--json")
    {
        Description = "Print JSON: one document, or one object per line from a command that goes on.",
        Recursive = true,
    };

    public ParseResult Parsed { get; } = parsed;

    /// <summary>Whether JSON was asked for; nothing else may go to standard output then.</summary>
    public bool IsJson => Parsed.GetValue(Json);

    /// <summary>Results: tables on a terminal, plain text into a pipe or a file, JSON when asked for.</summary>
    public IRenderer Output => _output ??= Renderers.Create(IsJson);

    /// <summary>Remarks and errors, standard error.</summary>
    public TextWriter Error => Parsed.InvocationConfiguration.Error;

    public T? Get<T>(Option<T> option) => Parsed.GetValue(option);

    public T Get<T>(Argument<T> argument) => Parsed.GetRequiredValue(argument);
}
