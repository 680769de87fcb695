namespace SctpConnections.Notifications;

/// <summary>Something that happened to an association (RFC 6458 section 6.1). Immutable.</summary>
public abstract record SctpNotification;
