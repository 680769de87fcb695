namespace SctpConnections;

/// <summary>Messages given up by a policy of partial reliability (RFC 7496 section 4.3).</summary>
/// <param name="Unsent">Given up before they were on the wire.</param>
/// <param name="Sent">Given up after they were.</param>
public readonly record struct SctpAbandonedMessages(ulong Unsent, ulong Sent);
