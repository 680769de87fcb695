using System.CommandLine;

namespace SctpConnections.Tool.Talk;

/// <summary>Options whose values are written as in <see cref="ValueText"/> and lie in a range.</summary>
internal static class ValueOption
{
    public static Option<T> Create<T>(string name, string description, T otherwise, T least, T most)
        where T : struct, IComparable<T> => new(name)
        {
            Description = description,
            HelpName = typeof(T) == typeof(TimeSpan) ? "duration" : "number",
            DefaultValueFactory = _ => otherwise,
            CustomParser = result =>
            {
                try
                {
                    var value = (T)ValueText.Parse(typeof(T), result.Tokens[0].Value)!;
                    if (value.CompareTo(least) >= 0 && value.CompareTo(most) <= 0)
                    {
                        return value;
                    }
                    result.AddError($"{name}: {ValueText.Format(value)} is not between {ValueText.Format(least)} and {ValueText.Format(most)}");
                }
                catch (FormatException e)
                {
                    result.AddError($"{name}: {e.Message}");
                }
                return default;
            },
        };
}
