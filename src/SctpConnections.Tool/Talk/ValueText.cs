using System.Collections;
using System.Globalization;
using System.Net;
using System.Reflection;

namespace SctpConnections.Tool.Talk;

/// <summary>Values as people type and read them: 500ms, true, RoundRobin, 0x1F; several parts with commas between them.</summary>
internal static class ValueText
{
    public const string DurationForm = "a number with its unit, such as 500ms, 2s or 1m";

    private static readonly (string Unit, double Milliseconds)[] s_units = [("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000)];

    /// <summary>The value of a type that a text stands for.</summary>
    /// <exception cref="FormatException">It stands for none; the message says what would.</exception>
    public static object? Parse(Type type, string text)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner)
        {
            return text is "" or "default" or "null" ? null : Parse(inner, text);
        }
        if (type == typeof(string))
        {
            return text;
        }
        if (type == typeof(bool))
        {
            return Flag(text);
        }
        if (type == typeof(TimeSpan))
        {
            return Duration(text);
        }
        if (type == typeof(IPAddress))
        {
            return IPAddress.TryParse(text, out var address) ? address : throw new FormatException($"'{text}' is no IP address");
        }
        if (type.IsEnum)
        {
            return Choice(type, text);
        }
        if (type.IsPrimitive)
        {
            return Number(type, text);
        }
        if (type.IsGenericType && typeof(IEnumerable).IsAssignableFrom(type))
        {
            return List(type.GetGenericArguments()[0], text);
        }
        return type.IsValueType ? Composite(type, text) : throw new FormatException($"a {type.Name} cannot be given as text");
    }

    public static TimeSpan Duration(string text)
    {
        foreach (var (unit, milliseconds) in s_units)
        {
            if (text.EndsWith(unit, StringComparison.OrdinalIgnoreCase)
                && double.TryParse(text.AsSpan(0, text.Length - unit.Length), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                && number * milliseconds <= int.MaxValue)
            {
                return TimeSpan.FromMilliseconds(number * milliseconds);
            }
        }
        if (text == "0")
        {
            return TimeSpan.Zero;
        }
        return text.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span)
            ? span
            : throw new FormatException($"'{text}' is no duration: {DurationForm}");
    }

    public static string Format(object? value) => value switch
    {
        null => "default",
        bool flag => flag ? "true" : "false",
        TimeSpan time => Format(time),
        string text => text,
        ReadOnlyMemory<byte> bytes => Convert.ToHexStringLower(bytes.Span),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        IEnumerable list => string.Join(", ", list.Cast<object?>().Select(Format)),
        _ when IsComposite(value.GetType()) => string.Join(", ", value.GetType().GetProperties().Select(p => $"{p.Name}={Format(p.GetValue(value))}")),
        _ => value.ToString() ?? "",
    };

    public static string Format(TimeSpan time) => time switch
    {
        { Ticks: 0 } => "0",
        { TotalSeconds: >= 1 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.###} s"),
        { TotalMilliseconds: >= 1 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0.###} ms"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMicroseconds:0.#} us"),
    };

    private static bool IsComposite(Type type) => type is { IsValueType: true, IsPrimitive: false, IsEnum: false } && type.Namespace == nameof(SctpConnections);

    private static bool Flag(string text) => text.ToLowerInvariant() switch
    {
        "true" or "on" or "yes" or "1" => true,
        "false" or "off" or "no" or "0" => false,
        _ => throw new FormatException($"'{text}' is neither true nor false"),
    };

    private static object Choice(Type type, string text)
    {
        // Names only, as Enum.TryParse takes numbers too, even those that mean nothing.
        var names = Enum.GetNames(type);
        var wanted = text.Split(',', StringSplitOptions.TrimEntries);
        return wanted.All(w => names.Contains(w, StringComparer.OrdinalIgnoreCase)) && (wanted.Length == 1 || type.IsDefined(typeof(FlagsAttribute)))
            ? Enum.Parse(type, text, ignoreCase: true)
            : throw new FormatException($"'{text}' is none of {string.Join(", ", names)}");
    }

    private static object Number(Type type, string text)
    {
        var isHex = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        if (Int128.TryParse(isHex ? text.AsSpan(2) : text, isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            try
            {
                return Convert.ChangeType((decimal)number, type, CultureInfo.InvariantCulture);
            }
            catch (OverflowException)
            {
            }
        }
        var (least, most) = (type.GetField("MinValue")?.GetValue(null), type.GetField("MaxValue")?.GetValue(null));
        throw new FormatException($"'{text}' is no whole number from {least} to {most}");
    }

    private static Array List(Type type, string text)
    {
        var parts = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var list = Array.CreateInstance(type, parts.Length);
        for (var i = 0; i < parts.Length; i++)
        {
            list.SetValue(Parse(type, parts[i]), i);
        }
        return list;
    }

    private static object Composite(Type type, string text)
    {
        var constructor = type.GetConstructors().MaxBy(c => c.GetParameters().Length)!;
        var parameters = constructor.GetParameters();
        var values = parameters.Select(p => Activator.CreateInstance(p.ParameterType)).ToArray();
        var parts = text.Split(',', StringSplitOptions.TrimEntries);
        if (parts.Length > parameters.Length)
        {
            throw new FormatException($"'{text}' has {parts.Length} parts; expected {Form(parameters)}");
        }
        for (var i = 0; i < parts.Length; i++)
        {
            var equals = parts[i].IndexOf('=', StringComparison.Ordinal);
            var position = equals < 0 ? i : Array.FindIndex(parameters, p => p.Name!.Equals(parts[i][..equals], StringComparison.OrdinalIgnoreCase));
            if (position < 0)
            {
                throw new FormatException($"'{parts[i][..equals]}' is none of {Form(parameters)}");
            }
            values[position] = Parse(parameters[position].ParameterType, parts[i][(equals + 1)..]);
        }
        return constructor.Invoke(values);
    }

    private static string Form(ParameterInfo[] parameters) => string.Join(',', parameters.Select(p => p.Name));
}
