namespace SctpConnections;

/// <summary>What SCTP says about a received message (RFC 9260 section 3.3.1, RFC 6458 section 5.3.5). All numbers are in host byte order.</summary>
public readonly record struct SctpMessageInfo
{
    /// <summary>The stream that the message arrived on.</summary>
    public ushort StreamId { get; init; }

    /// <summary>The stream sequence number; 0 and meaningless when <see cref="IsUnordered"/>.</summary>
    public ushort StreamSequenceNumber { get; init; }

    /// <summary>The payload protocol identifier, in host byte order; 0 when the sender gave none.</summary>
    public uint PayloadProtocolIdentifier { get; init; }

    /// <summary>The transmission sequence number of the message's first chunk, as far as the provider knows it.</summary>
    public uint TransmissionSequenceNumber { get; init; }

    /// <summary>Whether the sender asked for unordered delivery (U bit).</summary>
    public bool IsUnordered { get; init; }

    /// <summary>
    /// Whether this is the end of the message. False only for the leading parts of a message over
    /// <see cref="SctpAssociationOptions.MaxMessageSize"/> under <see cref="SctpOversizedMessagePolicy.DeliverInParts"/>.
    /// </summary>
    public bool IsEndOfMessage { get; init; }
}
