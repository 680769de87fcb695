using System.Net;

namespace SctpConnections;

/// <summary>What an association has counted.</summary>
public sealed record SctpAssociationStatistics
{
    /// <summary>The longest retransmission timeout since the last time that statistics were read.</summary>
    public TimeSpan MaxRetransmissionTimeout { get; init; }

    /// <summary>The path that had it, or null.</summary>
    public IPAddress? MaxRetransmissionTimeoutAddress { get; init; }

    /// <summary>Acknowledgements received.</summary>
    public ulong SacksReceived { get; init; }

    /// <summary>Acknowledgements sent.</summary>
    public ulong SacksSent { get; init; }

    /// <summary>Packets received.</summary>
    public ulong PacketsReceived { get; init; }

    /// <summary>Packets sent.</summary>
    public ulong PacketsSent { get; init; }

    /// <summary>Chunks sent again.</summary>
    public ulong RetransmittedChunks { get; init; }

    /// <summary>Chunks received whose number was out of the window.</summary>
    public ulong OutOfSequenceChunks { get; init; }

    /// <summary>Chunks received twice.</summary>
    public ulong DuplicateChunks { get; init; }

    /// <summary>Gaps that the peer acknowledged around.</summary>
    public ulong GapAcknowledgements { get; init; }

    /// <summary>Unordered DATA chunks sent.</summary>
    public ulong UnorderedChunksSent { get; init; }

    /// <summary>Unordered DATA chunks received.</summary>
    public ulong UnorderedChunksReceived { get; init; }

    /// <summary>Ordered DATA chunks sent.</summary>
    public ulong OrderedChunksSent { get; init; }

    /// <summary>Ordered DATA chunks received.</summary>
    public ulong OrderedChunksReceived { get; init; }

    /// <summary>Control chunks sent.</summary>
    public ulong ControlChunksSent { get; init; }

    /// <summary>Control chunks received.</summary>
    public ulong ControlChunksReceived { get; init; }
}
