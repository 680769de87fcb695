namespace SctpConnections.Notifications;

/// <summary>The peer began a shutdown: nothing can be sent any more (RFC 6458 section 6.1.5).</summary>
public sealed record SctpShutdownNotification : SctpNotification;
