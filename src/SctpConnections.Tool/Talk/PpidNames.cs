using System.Globalization;

namespace SctpConnections.Tool.Talk;

/// <summary>Payload protocol identifiers by number or name.</summary>
internal static class PpidNames
{
    private const uint Registered = 256;

    public static uint Parse(string text)
    {
        if (text.Length > 0 && char.IsAsciiDigit(text[0]))
        {
            return (uint)ValueText.Parse(typeof(uint), text)!;
        }
        for (uint id = 0; id < Registered; id++)
        {
            if (PayloadProtocolIdentifier.GetName(id).Equals(text, StringComparison.OrdinalIgnoreCase))
            {
                return id;
            }
        }
        var names = Enumerable.Range(0, (int)Registered).Select(id => PayloadProtocolIdentifier.GetName((uint)id)).Where(n => !char.IsAsciiDigit(n[0]));
        var guess = UsageError.Nearest(text.ToLowerInvariant(), names.Select(n => n.ToLowerInvariant())) is { } name ? $"; did you mean '{name}'?" : "";
        throw new FormatException($"no payload protocol identifier is called '{text}'{guess}");
    }

    public static string Format(uint id)
    {
        var number = id.ToString(CultureInfo.InvariantCulture);
        return PayloadProtocolIdentifier.GetName(id) is var name && id != 0 && name != number ? $"{number} ({name})" : number;
    }
}
