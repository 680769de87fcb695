namespace SctpConnections.Notifications;

/// <summary>The peer's adaptation layer indication (RFC 6458 section 6.1.6).</summary>
/// <param name="Indication">The number that the peer sent in its INIT.</param>
public sealed record SctpAdaptationNotification(uint Indication) : SctpNotification;
