namespace SctpConnections.Features;

/// <summary>What SCTP says about the message at hand: the last one that a read of the transport's input returned.</summary>
public interface ISctpMessageFeature
{
    /// <summary>Stream, payload protocol identifier, ordering and sequence numbers; the default value before the first read.</summary>
    SctpMessageInfo Message { get; }
}
