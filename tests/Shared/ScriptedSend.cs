namespace SctpConnections.TestShared;

/// <summary>A message that a <see cref="ScriptedChannel"/> took.</summary>
public sealed record ScriptedSend(ushort StreamId, SctpSendOptions Options, byte[] Payload)
{
    /// <summary>The number to report its result under, or 0.</summary>
    public uint DeliveryId { get; init; }
}
