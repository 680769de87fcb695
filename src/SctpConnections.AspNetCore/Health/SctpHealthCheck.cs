using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using SctpConnections.Providers;

namespace SctpConnections.AspNetCore;

/// <summary>Tells whether SCTP works here and what listens, and turns when the host begins to stop.</summary>
internal sealed class SctpHealthCheck(IServiceProvider services, IEnumerable<SctpProvider> providers, IEnumerable<SctpServer> servers, IOptions<SctpTransportOptions> options)
    : IHealthCheck
{
    // Kestrel puts this before the text of every endpoint.
    private const string Prefix = "http://";

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var listeners = FindListeners();
        var supported = FindProvider(out var reasons);
        var data = new Dictionary<string, object> { ["provider"] = supported ?? "none", ["listeners"] = listeners };
        var wrong = supported is null ? $"SCTP does not work on this machine. {reasons}"
            : services.GetService<IHostApplicationLifetime>()?.ApplicationStopping.IsCancellationRequested == true ? "The host is stopping."
            : servers.Any(server => server.EndPoint is null) ? "Not every SCTP listener is bound."
            : null;
        return Task.FromResult(wrong is null
            ? HealthCheckResult.Healthy($"SCTP by the {supported} provider, {listeners.Count} listeners.", data)
            : new HealthCheckResult(context.Registration.FailureStatus, wrong, data: data));
    }

    private string? FindProvider(out string reasons)
    {
        reasons = "";
        var wanted = options.Value.Provider ?? "Auto";
        foreach (var provider in providers)
        {
            if (!wanted.Equals("Auto", StringComparison.OrdinalIgnoreCase) && !wanted.Equals(provider.Name, StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }
            if (provider.IsSupported(out var reason))
            {
                return provider.Name;
            }
            reasons += $"{provider.Name}: {reason} ";
        }
        return null;
    }

    private List<string> FindListeners()
    {
        var listeners = servers.Select(server => server.EndPoint).OfType<SctpEndPoint>().Select(endPoint => endPoint.ToString()).ToList();
        var addresses = services.GetService<IServer>()?.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        foreach (var address in addresses)
        {
            if (address.StartsWith(Prefix, StringComparison.Ordinal) && SctpEndPoint.TryParse(address[Prefix.Length..], out var endPoint)
                && address.AsSpan(Prefix.Length).StartsWith("sctp/"))
            {
                listeners.Add(endPoint.ToString());
            }
        }
        return listeners;
    }
}
