namespace SctpConnections;

/// <summary>What a batch of received messages asks for when it ends and the receiver's gate is left: metrics, logs, an abort.</summary>
internal struct BatchTally
{
    public int Messages;
    public long Bytes;

    /// <summary>Messages dropped because nobody reads their stream.</summary>
    public int Discarded;

    /// <summary>Streams that passed their limit, and the last one of them.</summary>
    public int StreamsOverLimit;
    public ushort StreamOverLimit;

    /// <summary>Why the association is to be aborted, or null.</summary>
    public string? AbortText;

    public readonly bool IsEmpty => Messages == 0 && Discarded == 0 && StreamsOverLimit == 0 && AbortText is null;
}
