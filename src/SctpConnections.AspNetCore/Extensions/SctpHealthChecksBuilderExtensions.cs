using Microsoft.Extensions.Diagnostics.HealthChecks;
using SctpConnections.AspNetCore;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Health checks of SCTP.</summary>
public static class SctpHealthChecksBuilderExtensions
{
    /// <summary>
    /// Adds a check that is healthy while SCTP works on this machine, every listener of <c>AddSctpServer</c> is bound and the host is
    /// not stopping. Its data are <c>provider</c> and <c>listeners</c>, those of Kestrel included. It needs <c>AddSctp</c>.
    /// </summary>
    /// <param name="builder">The health checks.</param>
    /// <param name="name">The name of the check.</param>
    /// <param name="failureStatus">What it reports otherwise. Defaults to null: unhealthy.</param>
    /// <param name="tags">Tags to choose checks by.</param>
    public static IHealthChecksBuilder AddSctp(this IHealthChecksBuilder builder, string name = "sctp", HealthStatus? failureStatus = null, IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Add(new HealthCheckRegistration(name, static services => ActivatorUtilities.CreateInstance<SctpHealthCheck>(services), failureStatus, tags));
    }
}
