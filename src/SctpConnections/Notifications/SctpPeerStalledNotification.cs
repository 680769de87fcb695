namespace SctpConnections.Notifications;

/// <summary>
/// The peer has acknowledged nothing for <see cref="SctpAssociationOptions.StalledPeerTimeout"/>, though data waits for it. Given once, and
/// again when it stalls after it went on.
/// </summary>
/// <param name="UnacknowledgedBytes">What waits, as <see cref="SctpAssociation.UnacknowledgedBytes"/> tells it.</param>
/// <param name="Age">The time for which nothing was seen to be acknowledged.</param>
public sealed record SctpPeerStalledNotification(long UnacknowledgedBytes, TimeSpan Age) : SctpNotification;
