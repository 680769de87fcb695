namespace SctpConnections.Tool.Testing;

/// <summary>A message of a test. Its sequence number travels as payload protocol identifier, so that even one byte can be checked.</summary>
internal readonly record struct TestMessage(uint Sequence, ushort Stream, int Size, bool IsUnordered)
{
    public SctpSendOptions ToOptions(TimeSpan? lifetime) => new() { PayloadProtocolIdentifier = Sequence, IsUnordered = IsUnordered, Lifetime = lifetime };
}
