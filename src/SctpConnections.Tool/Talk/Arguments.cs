using System.Net;

namespace SctpConnections.Tool.Talk;

/// <summary>The words after a command's name, taken one after the other.</summary>
internal sealed class Arguments(IReadOnlyList<Token> tokens)
{
    private int _next;
    private int _end = tokens.Count;

    public bool IsEmpty => _next == _end;

    /// <summary>Whether the next word is this keyword; takes it then.</summary>
    public bool Keyword(string keyword)
    {
        if (!IsKeyword(keyword))
        {
            return false;
        }
        _next++;
        return true;
    }

    /// <summary>The next word, as it stands.</summary>
    public string Word(string what) => IsEmpty ? throw new FormatException($"{what} is missing") : tokens[_next++].Text;

    /// <summary>The next word as a value.</summary>
    public T Value<T>(string what)
    {
        var text = Word(what);
        try
        {
            return (T)ValueText.Parse(typeof(T), text)!;
        }
        catch (FormatException e)
        {
            throw new FormatException($"{what}: {e.Message}");
        }
    }

    public IPAddress Address() => Value<IPAddress>("address");

    public IPAddress? OptionalAddress() => IsEmpty ? null : Address();

    /// <summary>The value after <c>timeout</c>, which stands next or at the very end; or what holds else.</summary>
    public TimeSpan Timeout(TimeSpan otherwise)
    {
        if (Keyword("timeout"))
        {
            return Value<TimeSpan>("timeout");
        }
        if (_end - _next >= 2 && tokens[_end - 2] is { Text: "timeout", IsQuoted: false })
        {
            _end -= 2;
            return ValueText.Duration(tokens[_end + 1].Text);
        }
        return otherwise;
    }

    /// <summary>All words that are left, with one blank between them, and whether the first was quoted.</summary>
    public (string Text, bool IsQuoted) Rest(string what)
    {
        if (IsEmpty)
        {
            throw new FormatException($"{what} is missing");
        }
        var rest = (string.Join(' ', tokens.Take(_end).Skip(_next).Select(t => t.Text)), tokens[_next].IsQuoted);
        _next = _end;
        return rest;
    }

    public void End()
    {
        if (!IsEmpty)
        {
            throw new FormatException($"'{tokens[_next].Text}' is one word too many");
        }
    }

    /// <summary>Whether the next word is this keyword; leaves it.</summary>
    public bool IsKeyword(string keyword) => !IsEmpty && !tokens[_next].IsQuoted && tokens[_next].Text.Equals(keyword, StringComparison.OrdinalIgnoreCase);
}
