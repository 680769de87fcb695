using System.Globalization;

namespace SctpConnections.Benchmarks;

/// <summary>Options of the form <c>--name value</c> and <c>--flag</c>.</summary>
internal sealed class Arguments(string[] args)
{
    public bool Has(string name) => Array.IndexOf(args, "--" + name) >= 0;

    public string Text(string name, string fallback)
        => Array.IndexOf(args, "--" + name) is >= 0 and var index && index + 1 < args.Length ? args[index + 1] : fallback;

    public int Number(string name, int fallback)
        => int.Parse(Text(name, fallback.ToString(CultureInfo.InvariantCulture)), CultureInfo.InvariantCulture);
}
