namespace SctpConnections;

/// <summary>How an association is set up (RFC 6458 section 8.1.3). When set, a zero leaves that one as it is.</summary>
/// <param name="OutboundStreams">Outbound streams to ask for.</param>
/// <param name="InboundStreams">Inbound streams to grant at most.</param>
/// <param name="MaxAttempts">How often an INIT is sent.</param>
/// <param name="MaxTimeout">The longest time between two INITs, in whole milliseconds; zero means RTO.Max.</param>
public readonly record struct SctpInitiation(ushort OutboundStreams, ushort InboundStreams, ushort MaxAttempts, TimeSpan MaxTimeout);
