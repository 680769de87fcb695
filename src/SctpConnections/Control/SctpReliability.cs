namespace SctpConnections;

/// <summary>A policy of partial reliability with its value.</summary>
/// <param name="Policy">The policy.</param>
/// <param name="Value">Milliseconds, retransmissions, or the priority, of which 0 is the highest.</param>
public readonly record struct SctpReliability(SctpReliabilityPolicy Policy, uint Value);
