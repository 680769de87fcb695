using Microsoft.Extensions.Logging;

namespace SctpConnections;

/// <summary>What associations of one listener or client share.</summary>
internal sealed record AssociationEnvironment(ILogger Logger, SctpMetrics Metrics, string Provider, bool IsClient);
