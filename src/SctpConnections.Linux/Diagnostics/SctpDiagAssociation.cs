namespace SctpConnections.Linux;

/// <summary>One association of this machine, as the kernel saw it. Null is what the kernel did not tell.</summary>
public sealed record SctpDiagAssociation
{
    /// <summary>The kernel's number for it, the same as long as it lives.</summary>
    public int? AssociationId { get; init; }

    /// <summary>Where it stands.</summary>
    public required SctpAssociationState State { get; init; }

    /// <summary>The own addresses in it.</summary>
    public required SctpEndPoint LocalEndPoint { get; init; }

    /// <summary>The peer's addresses.</summary>
    public required SctpEndPoint RemoteEndPoint { get; init; }

    /// <summary>The inode of its socket, by which <c>/proc/PID/fd</c> tells whose it is.</summary>
    public required long SocketInode { get; init; }

    /// <summary>The user who owns the socket.</summary>
    public required int UserId { get; init; }

    /// <summary>Whether it still waits in a listener's queue for somebody to accept it.</summary>
    public bool IsWaitingForAccept { get; init; }

    /// <summary>Negotiated streams from the peer.</summary>
    public required int InboundStreams { get; init; }

    /// <summary>Negotiated streams to the peer.</summary>
    public required int OutboundStreams { get; init; }

    /// <summary>Memory of received data that nobody has read yet, in bytes with the kernel's overhead.</summary>
    public required long ReceiveQueue { get; init; }

    /// <summary>Memory of data that was not sent or not acknowledged yet, in bytes with the kernel's overhead.</summary>
    public required long SendQueue { get; init; }

    /// <summary>Chunks that were retransmitted.</summary>
    public required long RetransmittedChunks { get; init; }

    /// <summary>Bytes that the peer may still send, a_rwnd.</summary>
    public long? LocalWindow { get; init; }

    /// <summary>Bytes that the peer can still take.</summary>
    public long? PeerWindow { get; init; }

    /// <summary>DATA chunks that were sent and not acknowledged.</summary>
    public int? UnacknowledgedChunks { get; init; }

    /// <summary>DATA chunks that were received and not delivered.</summary>
    public int? PendingChunks { get; init; }

    /// <summary>The largest message in bytes that needs no fragmentation.</summary>
    public int? FragmentationPoint { get; init; }

    /// <summary>The own verification tag.</summary>
    public uint? LocalTag { get; init; }

    /// <summary>The peer's verification tag.</summary>
    public uint? PeerTag { get; init; }

    /// <summary>What was counted, or null without sctp_diag.</summary>
    public SctpDiagCounters? Counters { get; init; }

    /// <summary>The paths to the peer.</summary>
    public required IReadOnlyList<SctpDiagPath> Paths { get; init; }
}
