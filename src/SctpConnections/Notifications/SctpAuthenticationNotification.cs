namespace SctpConnections.Notifications;

/// <summary>Something happened to a key of chunk authentication (RFC 6458 section 6.1.8).</summary>
/// <param name="Change">What happened.</param>
/// <param name="KeyId">The number of the key, 0 when none is concerned.</param>
public sealed record SctpAuthenticationNotification(SctpAuthenticationChange Change, ushort KeyId) : SctpNotification;
