namespace SctpConnections.Tool.Talk.Verbs;

/// <summary>Every command of listen and connect, in the order of the help.</summary>
internal static class VerbTable
{
    public static IReadOnlyList<Verb> All { get; } =
        [.. MessageVerbs.All, .. PathVerbs.All, .. StreamVerbs.All, .. SettingVerbs.All, .. KeyVerbs.All, .. SessionVerbs.All];

    /// <exception cref="FormatException">There is no such command.</exception>
    public static Verb Find(string name)
    {
        if (All.FirstOrDefault(v => v.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } verb)
        {
            return verb;
        }
        var guess = UsageError.Nearest(name.ToLowerInvariant(), All.Select(v => v.Name)) is { } nearest ? $"did you mean '{nearest}'?" : "see 'help'";
        throw new FormatException($"unknown command '{name}'; {guess}");
    }

    /// <summary>Understands a command.</summary>
    /// <exception cref="FormatException">The command is wrong; the message says what and names its form.</exception>
    public static TalkAction Parse(IReadOnlyList<Token> tokens)
    {
        var verb = Find(tokens[0].Text);
        try
        {
            return verb.Parse(new Arguments([.. tokens.Skip(1)]));
        }
        catch (FormatException e)
        {
            throw new FormatException($"{verb.Name}: {e.Message}; usage: {string.Join(" or ", All.Where(v => v.Name.Split(' ')[0] == verb.Name).Select(v => $"{v.Name} {v.Syntax}".TrimEnd()))}");
        }
    }
}
