namespace SctpConnections.Linux;

/// <summary>What the kernel counted of one association since its start.</summary>
public sealed record SctpDiagCounters
{
    /// <summary>Packets received.</summary>
    public required long InboundPackets { get; init; }

    /// <summary>Packets sent.</summary>
    public required long OutboundPackets { get; init; }

    /// <summary>Ordered DATA chunks received.</summary>
    public required long InboundOrderedChunks { get; init; }

    /// <summary>Ordered DATA chunks sent.</summary>
    public required long OutboundOrderedChunks { get; init; }

    /// <summary>Unordered DATA chunks received.</summary>
    public required long InboundUnorderedChunks { get; init; }

    /// <summary>Unordered DATA chunks sent.</summary>
    public required long OutboundUnorderedChunks { get; init; }

    /// <summary>Chunks of other types received.</summary>
    public required long InboundControlChunks { get; init; }

    /// <summary>Chunks of other types sent.</summary>
    public required long OutboundControlChunks { get; init; }

    /// <summary>DATA chunks that had been received before.</summary>
    public required long DuplicateChunks { get; init; }

    /// <summary>Gaps that the peer reported in its SACKs.</summary>
    public required long Gaps { get; init; }

    /// <summary>DATA chunks whose TSN was beyond the window.</summary>
    public required long OutOfSequenceTsns { get; init; }
}
