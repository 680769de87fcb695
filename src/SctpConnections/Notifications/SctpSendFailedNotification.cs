namespace SctpConnections.Notifications;

/// <summary>A message, or a fragment of one, was not delivered (RFC 6458 section 6.1.11).</summary>
/// <param name="WasSent">Whether it was put on the wire at least once.</param>
/// <param name="CauseCode">The error, 0 when there is none.</param>
/// <param name="StreamId">The stream it was sent on.</param>
/// <param name="Options">How it was sent, with the sender's context.</param>
/// <param name="Payload">The bytes that were not delivered.</param>
public sealed record SctpSendFailedNotification(bool WasSent, uint CauseCode, ushort StreamId, SctpSendOptions Options, ReadOnlyMemory<byte> Payload)
    : SctpNotification;
