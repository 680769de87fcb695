namespace SctpConnections.Notifications;

/// <summary>A message that was being received in parts was given up; its parts were dropped (RFC 6458 section 6.1.7).</summary>
/// <param name="StreamId">The stream.</param>
/// <param name="IsUnordered">Whether it was sent unordered, when the provider knows.</param>
public sealed record SctpPartialDeliveryNotification(ushort StreamId, bool IsUnordered) : SctpNotification;
