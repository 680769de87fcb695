namespace SctpConnections;

/// <summary>How a message is sent that says nothing about it.</summary>
/// <param name="StreamId">The stream.</param>
/// <param name="PayloadProtocolIdentifier">The payload protocol identifier, in host byte order.</param>
/// <param name="IsUnordered">Whether it may overtake others of its stream.</param>
/// <param name="Context">A number that comes back with what was not delivered.</param>
public readonly record struct SctpDefaultSend(ushort StreamId, uint PayloadProtocolIdentifier, bool IsUnordered, uint Context);
