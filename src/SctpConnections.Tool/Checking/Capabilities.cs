using System.Globalization;

namespace SctpConnections.Tool.Checking;

/// <summary>What this process may do beyond an ordinary one.</summary>
internal static class Capabilities
{
    private const int NetRaw = 13;
    private const string EffectiveField = "CapEff:";

    public static bool HasNetRaw => File.Exists("/proc/self/status") && Has(File.ReadAllText("/proc/self/status"), NetRaw);

    /// <summary>Whether the text of <c>/proc/PID/status</c> has a capability in effect.</summary>
    public static bool Has(string status, int capability)
    {
        var line = status.Split('\n').FirstOrDefault(l => l.StartsWith(EffectiveField, StringComparison.Ordinal));
        return line is not null
            && ulong.TryParse(line.AsSpan(EffectiveField.Length).Trim(), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var bits)
            && (bits >> capability & 1) != 0;
    }
}
