namespace SctpConnections.Notifications;

/// <summary>The association was reset, or its reset did not go well (RFC 6525 section 6.1.2).</summary>
/// <param name="Result">How it went.</param>
/// <param name="LocalTsn">The transmission sequence number that this side goes on with.</param>
/// <param name="RemoteTsn">The one that the peer goes on with.</param>
public sealed record SctpAssociationResetNotification(SctpReconfigurationResult Result, uint LocalTsn, uint RemoteTsn) : SctpNotification;
