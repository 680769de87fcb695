namespace SctpConnections.Notifications;

/// <summary>Everything that was sent has been acknowledged (RFC 6458 section 6.1.9).</summary>
public sealed record SctpSenderDryNotification : SctpNotification;
