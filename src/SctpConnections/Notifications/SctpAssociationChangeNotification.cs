namespace SctpConnections.Notifications;

/// <summary>The association came up, was lost, restarted or was shut down (RFC 6458 section 6.1.1).</summary>
/// <param name="State">What happened.</param>
/// <param name="OutboundStreams">The number of outbound streams agreed on.</param>
/// <param name="InboundStreams">The number of inbound streams agreed on.</param>
public sealed record SctpAssociationChangeNotification(SctpAssociationChange State, ushort OutboundStreams, ushort InboundStreams) : SctpNotification
{
    /// <summary>The cause code of the peer's ABORT when the association was lost by one, or null.</summary>
    public ushort? CauseCode { get; init; }

    /// <summary>The text that came with the cause, or null.</summary>
    public string? CauseText { get; init; }
}
