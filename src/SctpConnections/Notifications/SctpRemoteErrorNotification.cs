namespace SctpConnections.Notifications;

/// <summary>The peer sent an ERROR chunk (RFC 6458 section 6.1.3).</summary>
/// <param name="CauseCode">The cause; names in <see cref="SctpErrorCause"/>.</param>
/// <param name="Data">The cause's value as it came, without its code and length; up to three bytes of padding may follow it.</param>
public sealed record SctpRemoteErrorNotification(ushort CauseCode, ReadOnlyMemory<byte> Data) : SctpNotification;
