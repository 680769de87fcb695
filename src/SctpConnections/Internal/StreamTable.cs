namespace SctpConnections;

/// <summary>
/// The streams that have been used or opened; the others do not exist. Those first used by the peer wait here to be accepted.
/// Guarded by the receiver's gate.
/// </summary>
internal sealed class StreamTable(SctpAssociation association, AssociationReceiver receiver) : IInboundSource<SctpStream?>
{
    private readonly Dictionary<ushort, SctpStream> _streams = [];
    private readonly Queue<SctpStream> _accept = [];
    private InboundWaiter<SctpStream?>? _acceptor;

    /// <summary>The stream with an id, made when it does not exist yet. Takes the gate.</summary>
    public SctpStream Open(ushort id)
    {
        lock (receiver.Gate)
        {
            return GetOrAdd(id, out _);
        }
    }

    /// <summary>Opens the lowest stream that is not in use. Takes the gate.</summary>
    public SctpStream OpenNext()
    {
        lock (receiver.Gate)
        {
            for (var id = 0; id < association.OutboundStreams; id++)
            {
                if (!_streams.ContainsKey((ushort)id))
                {
                    return GetOrAdd((ushort)id, out _);
                }
            }
        }
        throw new SctpException($"All {association.OutboundStreams} outbound streams are in use; ask for more with OutboundStreams.");
    }

    /// <summary>The next stream that the peer began to use, or null once the association ended.</summary>
    public ValueTask<SctpStream?> AcceptAsync(CancellationToken cancellationToken)
    {
        _acceptor ??= new InboundWaiter<SctpStream?>(receiver, this);
        return _acceptor.TakeAsync(cancellationToken);
    }

    public void Deliver(MessageSegment message)
    {
        var stream = GetOrAdd(message.Info.StreamId, out var isNew);
        stream.Reader.Enqueue(message);
        if (isNew)
        {
            _accept.Enqueue(stream);
            receiver.Signal(_acceptor);
        }
    }

    public void SignalAll()
    {
        receiver.SignalNow(_acceptor);
        foreach (var stream in _streams.Values)
        {
            stream.Reader.Signal();
        }
    }

    public void DiscardAll()
    {
        foreach (var stream in _streams.Values)
        {
            stream.Reader.Discard();
        }
    }

    bool IInboundSource<SctpStream?>.TryTake(out SctpStream? item)
    {
        receiver.Claim(ReadView.Streams);
        return _accept.TryDequeue(out item) || receiver.EndReason is not null;
    }

    private SctpStream GetOrAdd(ushort id, out bool isNew)
    {
        isNew = !_streams.TryGetValue(id, out var stream);
        if (isNew)
        {
            stream = new SctpStream(association, id, ReadView.Streams);
            _streams.Add(id, stream);
        }
        return stream!;
    }
}
