using System.CommandLine;
using System.Globalization;
using System.Net;

namespace SctpConnections.Tool;

/// <summary>Checks of values that several commands share; each names the option, what it takes and what it got.</summary>
internal static class Options
{
    public static void AcceptPort(this Option<int?> option) => option.AcceptRange(1, IPEndPoint.MaxPort);

    public static void AcceptRange(this Option<int?> option, int minimum, int maximum)
        => option.Accept(
            text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= minimum && value <= maximum,
            string.Create(CultureInfo.InvariantCulture, $"a number from {minimum} to {maximum}"));

    public static void AcceptSeconds(this Option<double?> option, double minimum, double maximum)
        => option.Accept(
            text => double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && value >= minimum && value <= maximum,
            string.Create(CultureInfo.InvariantCulture, $"{minimum} to {maximum} seconds"));

    // By the text and not by the value: asking for a value that cannot be converted throws.
    private static void Accept(this Option option, Func<string, bool> isGood, string expected) => option.Validators.Add(result =>
    {
        foreach (var token in result.Tokens)
        {
            if (!isGood(token.Value))
            {
                result.AddError($"{option.Name} takes {expected}, not '{token.Value}'");
            }
        }
    });
}
