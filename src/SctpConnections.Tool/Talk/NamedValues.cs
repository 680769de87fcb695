using System.Reflection;

namespace SctpConnections.Tool.Talk;

/// <summary>The properties of an object by their names, in whatever case; a wrong name suggests the nearest.</summary>
internal static class NamedValues
{
    /// <summary>Sets properties from texts such as <c>NoDelay=false</c>.</summary>
    /// <exception cref="FormatException">A name or a value is wrong.</exception>
    public static void Assign(object target, IEnumerable<string> assignments)
    {
        foreach (var text in assignments)
        {
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                throw new FormatException($"'{text}' is no Name=Value");
            }
            var property = Find(text[..equals].Trim(), "option", target.GetType());
            Set(target, property, text[(equals + 1)..].Trim());
        }
    }

    public static void Set(object target, PropertyInfo property, string text)
    {
        object? value;
        try
        {
            value = ValueText.Parse(property.PropertyType, text);
        }
        catch (FormatException e)
        {
            throw new FormatException($"{property.Name}: {e.Message}");
        }
        property.SetValue(target, value);
    }

    /// <summary>A settable property of one of the types.</summary>
    /// <exception cref="FormatException">There is none of that name.</exception>
    public static PropertyInfo Find(string name, string kind, params Type[] types)
    {
        var all = types.SelectMany(Settable).ToList();
        if (all.Find(p => p.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } property)
        {
            return property;
        }
        var nearest = UsageError.Nearest(name.ToLowerInvariant(), all.Select(p => p.Name.ToLowerInvariant()));
        var guess = nearest is null ? "" : $"; did you mean '{all.First(p => p.Name.Equals(nearest, StringComparison.OrdinalIgnoreCase)).Name}'?";
        throw new FormatException($"unknown {kind} '{name}'{guess}");
    }

    public static IEnumerable<PropertyInfo> Settable(Type type) => type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(p => p.CanWrite && p.PropertyType != typeof(TimeProvider));
}
