namespace SctpConnections.Tool.Testing;

/// <summary>Counts messages, by stream too, and what was wrong with them. Not thread-safe.</summary>
internal sealed class TestTally
{
    private readonly SortedDictionary<ushort, (long Messages, long Bytes)> _streams = [];
    private readonly Dictionary<ushort, uint> _lastOrdered = [];

    public long Messages { get; private set; }

    public long Bytes { get; private set; }

    /// <summary>The sum of the sequence numbers: the same number of other messages shows.</summary>
    public long Sum { get; private set; }

    /// <summary>Messages whose contents, stream, length or order flag is not what was sent.</summary>
    public long Mismatched { get; set; }

    /// <summary>Ordered messages that came after a later one of their stream.</summary>
    public long OutOfOrder { get; private set; }

    public IReadOnlyDictionary<ushort, (long Messages, long Bytes)> Streams => _streams;

    public void Add(in TestMessage message)
    {
        Messages++;
        Bytes += message.Size;
        Sum += message.Sequence;
        var (messages, bytes) = _streams.GetValueOrDefault(message.Stream);
        _streams[message.Stream] = (messages + 1, bytes + message.Size);
    }

    /// <summary>Checks the order of a message that was received.</summary>
    public void CheckOrder(in TestMessage message)
    {
        if (message.IsUnordered)
        {
            return;
        }
        if (_lastOrdered.TryGetValue(message.Stream, out var last) && message.Sequence <= last)
        {
            OutOfOrder++;
        }
        _lastOrdered[message.Stream] = message.Sequence;
    }

    public void Add(TestTally other)
    {
        Messages += other.Messages;
        Bytes += other.Bytes;
        Sum += other.Sum;
        Mismatched += other.Mismatched;
        OutOfOrder += other.OutOfOrder;
        foreach (var (stream, more) in other._streams)
        {
            var (messages, bytes) = _streams.GetValueOrDefault(stream);
            _streams[stream] = (messages + more.Messages, bytes + more.Bytes);
        }
    }
}
