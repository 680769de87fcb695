using System.Globalization;

namespace SctpConnections;

/// <summary>Collects what is wrong with options, in one wording.</summary>
internal readonly struct OptionErrors(string path)
{
    private readonly List<string> _errors = [];

    public IReadOnlyList<string> All => _errors;

    public void Add(string name, object? value, string rule)
        => _errors.Add(string.Create(CultureInfo.InvariantCulture, $"{(path.Length == 0 ? "" : path + ":")}{name} is '{value}', but {rule}."));

    public void Range(string name, long value, long low, long high)
    {
        if (value < low || value > high)
        {
            Add(name, value, string.Create(CultureInfo.InvariantCulture, $"must lie between {low} and {high}"));
        }
    }

    public void Milliseconds(string name, TimeSpan? value, long low, long high)
    {
        if (value is { } time && (time < TimeSpan.FromMilliseconds(low) || time > TimeSpan.FromMilliseconds(high)))
        {
            Add(name, time, string.Create(CultureInfo.InvariantCulture, $"must lie between {low} and {high} milliseconds"));
        }
    }
}
