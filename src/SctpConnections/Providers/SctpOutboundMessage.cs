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

    /// <summary>
    /// From 2³¹ on: the number under which <see cref="SctpAssociationSink.OnDelivery"/> reports what became of the message, once it is
    /// known; it should not wait for company then. 0 when nobody asks.
    /// </summary>
    public uint DeliveryId { get; init; }

    /// <summary>
    /// Whether its options may ask for what cannot be done, which only the provider can tell (<see cref="SctpSendStatus.Refused"/>).
    /// The sender waits for the answer then.
    /// </summary>
    public bool MayBeRefused => Options.Destination is not null || Options.AuthenticationKeyId is not null;
}
