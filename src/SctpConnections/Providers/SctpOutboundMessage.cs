using System.Buffers;

namespace SctpConnections.Providers;

/// <summary>A message on its way from the engine to a provider. The payload stays in place while the call lasts.</summary>
/// <param name="StreamId">The stream to send on; below the number of outbound streams.</param>
/// <param name="Options">How to send it.</param>
/// <param name="Payload">The user data; never empty, never over the channel's limit.</param>
public readonly record struct SctpOutboundMessage(ushort StreamId, SctpSendOptions Options, ReadOnlySequence<byte> Payload)
{
    /// <summary>Whether its sender waits and may give up, so that it need not come again when it is not taken. Others come until they are.</summary>
    public bool MayBeWithdrawn { get; init; }
}
