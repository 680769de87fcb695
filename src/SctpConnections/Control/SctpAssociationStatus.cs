namespace SctpConnections;

/// <summary>An association at one moment (RFC 6458 section 8.2.1).</summary>
/// <param name="AssociationId">The provider's number of the association.</param>
/// <param name="State">Its state.</param>
/// <param name="PeerReceiveWindow">What the peer can still take, in bytes.</param>
/// <param name="UnacknowledgedChunks">DATA chunks sent and not acknowledged.</param>
/// <param name="PendingChunks">DATA chunks received and not read.</param>
/// <param name="InboundStreams">Inbound streams agreed on.</param>
/// <param name="OutboundStreams">Outbound streams agreed on.</param>
/// <param name="FragmentationPoint">Messages longer than this are fragmented, in bytes.</param>
/// <param name="Primary">The primary path.</param>
public sealed record SctpAssociationStatus(
    int AssociationId, SctpAssociationState State, long PeerReceiveWindow, int UnacknowledgedChunks, int PendingChunks,
    int InboundStreams, int OutboundStreams, int FragmentationPoint, SctpPath Primary);
