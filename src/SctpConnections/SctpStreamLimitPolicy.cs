namespace SctpConnections;

/// <summary>What happens when the unread bytes of one stream pass <see cref="SctpAssociationOptions.StreamReceiveLimit"/>.</summary>
public enum SctpStreamLimitPolicy
{
    /// <summary>It is counted and logged once; other streams go on until <see cref="SctpAssociationOptions.ReceiveLimit"/> is reached.</summary>
    Report,

    /// <summary>The association is aborted; the reason names the stream.</summary>
    Abort,
}
