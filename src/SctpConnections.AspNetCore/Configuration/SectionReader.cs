using System.Globalization;
using System.Numerics;
using Microsoft.Extensions.Configuration;

namespace SctpConnections.AspNetCore;

/// <summary>
/// Reads typed values from a section. A key that is absent leaves the current value; so does one that cannot be read, which
/// is told with its path, its value and what is allowed. An empty text takes an optional value away.
/// </summary>
internal sealed class SectionReader(IConfigurationSection? section, string path, List<string>? errors)
{
    private readonly HashSet<string> _known = new(StringComparer.OrdinalIgnoreCase);

    public string? Text(string key, string? current) => Value(key) is { } text ? (text.Length == 0 ? null : text) : current;

    public T Number<T>(string key, T current)
        where T : struct, IBinaryInteger<T>, IMinMaxValue<T>
        => Value(key) is { } text ? ParseNumber<T>(key, text) ?? current : current;

    public T? Number<T>(string key, T? current)
        where T : struct, IBinaryInteger<T>, IMinMaxValue<T>
        => Value(key) switch
        {
            null => current,
            "" => null,
            var text => ParseNumber<T>(key, text) ?? current,
        };

    public TimeSpan Time(string key, TimeSpan current) => Value(key) is { } text ? ParseTime(key, text) ?? current : current;

    public TimeSpan? Time(string key, TimeSpan? current)
        => Value(key) switch
        {
            null => current,
            "" => null,
            var text => ParseTime(key, text) ?? current,
        };

    public bool Flag(string key, bool current)
    {
        if (Value(key) is not { } text)
        {
            return current;
        }
        if (bool.TryParse(text, out var value))
        {
            return value;
        }
        Wrong(key, text, "must be true or false");
        return current;
    }

    public bool? Flag(string key, bool? current) => Value(key) is null or "" ? Optional(key, current) : Flag(key, current ?? false);

    public T? Choice<T>(string key, T? current)
        where T : struct, Enum
        => Value(key) is null or "" ? Optional(key, current) : ParseChoice<T>(key, Value(key)!) ?? current;

    public T Choice<T>(string key, T current)
        where T : struct, Enum
        => Value(key) is { } text ? ParseChoice<T>(key, text) ?? current : current;

    /// <summary>Numbers with commas between them.</summary>
    public IReadOnlyList<T>? Numbers<T>(string key, IReadOnlyList<T>? current)
        where T : struct, IBinaryInteger<T>, IMinMaxValue<T>
        => List(key, current, ParseNumber<T>);

    /// <summary>Names with commas between them.</summary>
    public IReadOnlyList<T>? Choices<T>(string key, IReadOnlyList<T>? current)
        where T : struct, Enum
        => List(key, current, ParseChoice<T>);

    private IReadOnlyList<T>? List<T>(string key, IReadOnlyList<T>? current, Func<string, string, T?> parse)
        where T : struct
    {
        if (Value(key) is not { } text)
        {
            return current;
        }
        var list = new List<T>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (parse(key, part) is not { } value)
            {
                return current;
            }
            list.Add(value);
        }
        return list.Count == 0 ? null : list;
    }

    /// <summary>An absent key leaves the value, an empty text takes it away.</summary>
    private T? Optional<T>(string key, T? current)
        where T : struct
        => Value(key) is null ? current : null;

    private T? ParseChoice<T>(string key, string text)
        where T : struct, Enum
    {
        // Names only: Enum.TryParse also takes numbers, even those that mean nothing.
        foreach (var name in Enum.GetNames<T>())
        {
            if (name.Equals(text, StringComparison.OrdinalIgnoreCase))
            {
                return Enum.Parse<T>(name);
            }
        }
        Wrong(key, text, $"must be one of {string.Join(", ", Enum.GetNames<T>())}");
        return null;
    }

    /// <summary>Tells every key that was not asked for: a misspelt setting must not be silently without effect.</summary>
    public void RefuseOthers(string kind)
    {
        foreach (var child in section?.GetChildren() ?? [])
        {
            if (!_known.Contains(child.Key))
            {
                errors?.Add($"{path}:{child.Key} is no setting of {kind}; check the spelling.");
            }
        }
    }

    private string? Value(string key)
    {
        _known.Add(key);
        return section?[key]?.Trim();
    }

    private T? ParseNumber<T>(string key, string text)
        where T : struct, IBinaryInteger<T>, IMinMaxValue<T>
    {
        if (T.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
        {
            return value;
        }
        Wrong(key, text, string.Create(CultureInfo.InvariantCulture, $"must be a whole number from {T.MinValue} to {T.MaxValue}"));
        return null;
    }

    private TimeSpan? ParseTime(string key, string text)
    {
        // Without a colon "5" would be five days.
        if (text.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var value))
        {
            return value;
        }
        Wrong(key, text, "must be a time span such as 00:00:05 or 00:00:00.200");
        return null;
    }

    private void Wrong(string key, string text, string rule) => errors?.Add($"{path}:{key} is '{text}', but {rule}.");
}
