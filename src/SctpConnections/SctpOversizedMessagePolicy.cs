namespace SctpConnections;

/// <summary>What happens to a received message over <see cref="SctpAssociationOptions.MaxMessageSize"/>.</summary>
public enum SctpOversizedMessagePolicy
{
    /// <summary>The association is aborted; the reason names the limit.</summary>
    Abort,

    /// <summary>It is handed on in parts; all but the last say false in <see cref="SctpMessageInfo.IsEndOfMessage"/>.</summary>
    DeliverInParts,
}
