namespace SctpConnections;

/// <summary>The result of <see cref="SctpAssociation.DeliverAsync(ushort, ReadOnlyMemory{byte}, SctpSendOptions, CancellationToken)"/>. Immutable.</summary>
public readonly record struct SctpDelivery
{
    /// <summary>What became of the message.</summary>
    public SctpDeliveryStatus Status { get; init; }

    /// <summary>The bytes that are not known to have been delivered; 0 when all were acknowledged.</summary>
    public int UndeliveredBytes { get; init; }

    /// <summary>The undelivered bytes as far as the provider returned them, which it need not do. Empty when all were acknowledged.</summary>
    public ReadOnlyMemory<byte> Undelivered { get; init; }

    /// <summary>The error cause (RFC 9260 section 3.3.10) that came with it; see <see cref="SctpErrorCause"/>. Null when there is none.</summary>
    public ushort? CauseCode { get; init; }
}
