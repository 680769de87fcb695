using Microsoft.Extensions.Logging;
using SctpConnections.Providers;

namespace SctpConnections;

/// <summary>Picks the provider: the one that is named, or the first that works here.</summary>
internal static class ProviderSelector
{
    public static SctpProvider Select(IEnumerable<SctpProvider> providers, string? name, ILogger logger)
    {
        var isAuto = name is null || name.Equals("Auto", StringComparison.OrdinalIgnoreCase);
        var reasons = new List<string>();
        var names = new List<string>();
        foreach (var provider in providers)
        {
            names.Add(provider.Name);
            if (!isAuto && !provider.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }
            if (provider.IsSupported(out var reason))
            {
                SctpLog.ProviderChosen(logger, provider.Name);
                return provider;
            }
            SctpLog.ProviderUnsupported(logger, provider.Name, reason);
            reasons.Add($"{provider.Name}: {reason}");
        }
        if (reasons.Count == 0 && names.Count > 0)
        {
            throw new PlatformNotSupportedException($"There is no SCTP provider '{name}'; registered are: {string.Join(", ", names)}.");
        }
        throw new PlatformNotSupportedException(reasons.Count == 0
            ? "No SCTP provider is registered; add one, such as LinuxSctpProvider of SctpConnections.Linux."
            : $"SCTP does not work on this machine. {string.Join(' ', reasons)}");
    }
}
