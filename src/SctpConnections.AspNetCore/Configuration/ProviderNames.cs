using SctpConnections.Providers;

namespace SctpConnections.AspNetCore;

/// <summary>Checks at start that a provider which is asked for exists; whether it works is known when it is used.</summary>
internal static class ProviderNames
{
    private const string Auto = "Auto";

    public static void Check(IEnumerable<SctpProvider> providers, string? name, string path, List<string> errors)
    {
        if (name is null || name.Equals(Auto, StringComparison.OrdinalIgnoreCase))
        {
            return;
        }
        var names = providers.Select(provider => provider.Name).ToList();
        if (!names.Contains(name, StringComparer.OrdinalIgnoreCase))
        {
            errors.Add($"{path} is '{name}', but must be {Auto} or a provider that is registered: {string.Join(", ", names)}.");
        }
    }
}
