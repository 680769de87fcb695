namespace SctpConnections.Notifications;

/// <summary>Streams were reset, by this side or by the peer, or a reset did not go well (RFC 6525 section 6.1.1).</summary>
/// <param name="Directions">Which halves of the streams.</param>
/// <param name="Result">How it went.</param>
/// <param name="StreamIds">The streams; none means all of them.</param>
public sealed record SctpStreamResetNotification(SctpStreamDirections Directions, SctpReconfigurationResult Result, IReadOnlyList<ushort> StreamIds) : SctpNotification;
