namespace SctpConnections.Providers;

/// <summary>A message on its way from a one-to-many socket to its provider.</summary>
/// <param name="AssociationId">The association to send on; without meaning when there is a peer.</param>
/// <param name="Peer">The peer to send to, with an association that is set up when there is none; or null.</param>
/// <param name="StreamId">The stream.</param>
/// <param name="Options">How to send it.</param>
/// <param name="Payload">The user data; never empty, never over the channel's limit.</param>
public readonly record struct SctpOneToManyMessage(int AssociationId, SctpEndPoint? Peer, ushort StreamId, SctpSendOptions Options, ReadOnlyMemory<byte> Payload);
