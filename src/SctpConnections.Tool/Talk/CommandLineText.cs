using System.Globalization;
using System.Text;

namespace SctpConnections.Tool.Talk;

/// <summary>
/// Takes commands apart: words between blanks; <c>"…"</c> with \n \r \t \0 \" \\ \xHH; <c>'…'</c> as it stands; <c>;</c> and the end of a line
/// end a command; <c>#</c> at the start of a word begins a comment.
/// </summary>
internal static class CommandLineText
{
    /// <summary>The commands of a text. Empty ones are left out.</summary>
    /// <exception cref="FormatException">A quotation does not end, or has an unknown escape.</exception>
    public static List<List<Token>> Split(string text)
    {
        var commands = new List<List<Token>>();
        var command = new List<Token>();
        var word = new StringBuilder();
        var (hasWord, isQuoted) = (false, false);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '#' && !hasWord)
            {
                i = text.IndexOf('\n', i) is var end and >= 0 ? end - 1 : text.Length;
            }
            else if (c is ';' or '\n' || char.IsWhiteSpace(c))
            {
                EndWord();
                if (c is ';' or '\n')
                {
                    EndCommand();
                }
            }
            else if (c is '"' or '\'')
            {
                (hasWord, isQuoted) = (true, isQuoted || word.Length == 0);
                i = Quoted(text, i, word);
            }
            else
            {
                hasWord = true;
                word.Append(c);
            }
        }
        EndWord();
        EndCommand();
        return commands;

        void EndWord()
        {
            if (hasWord)
            {
                command.Add(new Token(word.ToString(), isQuoted));
                word.Clear();
                (hasWord, isQuoted) = (false, false);
            }
        }

        void EndCommand()
        {
            if (command.Count > 0)
            {
                commands.Add(command);
                command = [];
            }
        }
    }

    /// <summary>Appends what stands in quotes and answers where they end.</summary>
    private static int Quoted(string text, int start, StringBuilder word)
    {
        var quote = text[start];
        for (var i = start + 1; i < text.Length; i++)
        {
            if (text[i] == quote)
            {
                return i;
            }
            if (text[i] == '\\' && quote == '"' && i + 1 < text.Length)
            {
                i = Escape(text, i + 1, word);
            }
            else
            {
                word.Append(text[i]);
            }
        }
        throw new FormatException($"the quotation {text[start..]} does not end");
    }

    private static int Escape(string text, int at, StringBuilder word)
    {
        if (text[at] == 'x' && at + 2 < text.Length && byte.TryParse(text.AsSpan(at + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
        {
            word.Append((char)code);
            return at + 2;
        }
        word.Append(text[at] switch
        {
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            '0' => '\0',
            '"' => '"',
            '\\' => '\\',
            var other => throw new FormatException($"\\{other} means nothing in quotes; there are \\n \\r \\t \\0 \\\" \\\\ \\xHH"),
        });
        return at;
    }
}
