namespace SctpConnections;

/// <summary>When received data is acknowledged (RFC 9260 section 6.2).</summary>
/// <param name="Delay">How long an acknowledgement may wait for company, in whole milliseconds up to 500. When set, zero acknowledges each packet.</param>
/// <param name="Frequency">The number of packets after which one is sent at once; 1 turns the delay off.</param>
public readonly record struct SctpSackSettings(TimeSpan Delay, uint Frequency);
