namespace SctpConnections.Notifications;

/// <summary>Streams were added, by this side or by the peer, or adding them did not go well (RFC 6525 section 6.1.3).</summary>
/// <param name="Result">How it went.</param>
/// <param name="AddedInbound">The inbound streams that were added.</param>
/// <param name="AddedOutbound">The outbound streams that were added.</param>
public sealed record SctpStreamChangeNotification(SctpReconfigurationResult Result, ushort AddedInbound, ushort AddedOutbound) : SctpNotification;
