namespace SctpConnections.Linux;

/// <summary>What SCTP does on this machine (in its network namespace) at one moment. Immutable.</summary>
/// <param name="Source">Where it came from, which decides how much it tells.</param>
/// <param name="Associations">Every association, by local port, remote port and address.</param>
/// <param name="Listeners">Every listening endpoint, by port.</param>
/// <param name="Counters">The machine's counters, in the kernel's order.</param>
public sealed record SctpSnapshot(
    SctpDiagSource Source,
    IReadOnlyList<SctpDiagAssociation> Associations,
    IReadOnlyList<SctpDiagListener> Listeners,
    IReadOnlyList<SctpCounter> Counters);
