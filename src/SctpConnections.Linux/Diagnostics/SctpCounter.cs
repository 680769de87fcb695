namespace SctpConnections.Linux;

/// <summary>A counter of the whole machine (of its network namespace), since SCTP was loaded.</summary>
/// <param name="Name">The kernel's name (RFC 3873 has most of them).</param>
/// <param name="Value">What was counted; <c>SctpCurrEstab</c> alone goes down as well.</param>
/// <param name="Meaning">What it counts, in plain words; empty for a counter that this version does not know.</param>
public sealed record SctpCounter(string Name, long Value, string Meaning);
