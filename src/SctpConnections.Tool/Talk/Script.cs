using SctpConnections.Tool.Talk.Verbs;

namespace SctpConnections.Tool.Talk;

/// <summary>Commands that are known from the beginning: all of them are understood before the first one runs.</summary>
internal sealed class Script
{
    private readonly List<(string Place, TalkAction Action)> _steps = [];

    public IReadOnlyList<(string Place, TalkAction Action)> Steps => _steps;

    /// <summary>Adds the commands of <c>--execute</c>.</summary>
    public void AddText(string text)
    {
        foreach (var command in Split("--execute", text))
        {
            var place = $"command {_steps.Count + 1}";
            _steps.Add((place, Parse(place, command)));
        }
    }

    /// <summary>Adds the commands of a file, or of standard input when it is called <c>-</c>.</summary>
    public void AddFile(string name)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(name == "-" ? "/dev/stdin" : name);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ToolException(ExitCode.WrongUsage, $"the script '{name}' cannot be read: {e.Message}");
        }
        for (var i = 0; i < lines.Length; i++)
        {
            var place = $"{name}, line {i + 1}";
            foreach (var command in Split(place, lines[i]))
            {
                _steps.Add((place, Parse(place, command)));
            }
        }
    }

    public static List<List<Token>> Split(string place, string text) => At(place, () => CommandLineText.Split(text));

    public static TalkAction Parse(string place, IReadOnlyList<Token> command) => At(place, () => VerbTable.Parse(command));

    private static T At<T>(string place, Func<T> parse)
    {
        try
        {
            return parse();
        }
        catch (FormatException e)
        {
            throw new ToolException(ExitCode.WrongUsage, $"{place}: {e.Message}", e);
        }
    }
}
