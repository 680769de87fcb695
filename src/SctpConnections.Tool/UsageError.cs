using System.CommandLine;
using System.CommandLine.Parsing;

namespace SctpConnections.Tool;

/// <summary>Says in one line what was wrong with the arguments, what was probably meant, and where to read on.</summary>
internal static class UsageError
{
    private const int MaxDistance = 2;

    public static string Describe(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var path = Path(parsed.CommandResult);
        var see = $"see '{path} --help'";
        if (parsed.UnmatchedTokens is [var token, ..])
        {
            var kind = token.StartsWith('-') ? "option" : command.Subcommands.Count > 0 ? "command" : "argument";
            var guess = Nearest(token, Names(parsed.CommandResult)) is { } name ? $"did you mean '{name}'? " : "";
            return $"unknown {kind} '{token}'; {guess}{see}";
        }
        if (command.Subcommands.Count > 0)
        {
            return $"a command is missing, one of {string.Join(", ", command.Subcommands.Where(c => !c.Hidden).Select(c => c.Name))}; {see}";
        }
        var message = parsed.Errors.Count > 0 ? Line(parsed.Errors[0].Message) : "wrong arguments";
        return $"{message}; {see}";
    }

    /// <summary>The name that is at most two letters away, if any.</summary>
    public static string? Nearest(string text, IEnumerable<string> names)
    {
        var best = names.Select(name => (Name: name, Distance: Distance(text, name))).OrderBy(x => x.Distance).FirstOrDefault();
        return best.Name is not null && best.Distance <= MaxDistance && best.Distance < best.Name.TrimStart('-').Length ? best.Name : null;
    }

    private static string Line(string message) => string.Join(' ', message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).TrimEnd('.');

    private static string Path(CommandResult result)
    {
        var names = new List<string>();
        for (SymbolResult? part = result; part is CommandResult { Command: not RootCommand } command; part = part.Parent)
        {
            names.Insert(0, command.Command.Name);
        }
        return string.Join(' ', names.Prepend("sctp"));
    }

    private static IEnumerable<string> Names(CommandResult result)
    {
        for (SymbolResult? part = result; part is CommandResult command; part = part.Parent)
        {
            var isOwn = part == result;
            var symbols = command.Command.Options.Where(o => isOwn || o.Recursive).Select(o => (Symbol: (Symbol)o, o.Aliases))
                .Concat(isOwn ? command.Command.Subcommands.Select(c => (Symbol: (Symbol)c, c.Aliases)) : []);
            foreach (var (symbol, aliases) in symbols.Where(s => !s.Symbol.Hidden))
            {
                yield return symbol.Name;
                foreach (var alias in aliases.Where(a => a.Length > 2))
                {
                    yield return alias;
                }
            }
        }
    }

    // Insertions, deletions, replacements, and neighbours that changed places.
    private static int Distance(string a, string b)
    {
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    rows[i, j] = i + j;
                    continue;
                }
                var cost = a[i - 1] == b[j - 1] ? 0 : 1;
                rows[i, j] = Math.Min(Math.Min(rows[i - 1, j] + 1, rows[i, j - 1] + 1), rows[i - 1, j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
                }
            }
        }
        return rows[a.Length, b.Length];
    }
}
