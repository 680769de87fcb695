namespace SctpConnections;

/// <summary>
/// Puts the parts of messages together, per stream and ordering, as they may be interleaved. Bounded: no message beyond the
/// limit, no more unfinished bytes than two such messages, and not too many unfinished ones, as each is searched. Guarded by the receiver's gate.
/// </summary>
internal struct Reassembly(SctpAssociationOptions options)
{
    private const int MaxUnfinished = 128;

    private readonly int _limit = options.MaxMessageSize;
    private readonly bool _inParts = options.OversizedMessagePolicy == SctpOversizedMessagePolicy.DeliverInParts;
    private List<MessageSegment>? _unfinished;
    private long _bytes;

    /// <summary>The messages that lack their end.</summary>
    public readonly IReadOnlyList<MessageSegment> Unfinished => _unfinished ?? [];

    /// <summary>Adds a part. Returns a message that is to be delivered, or null; <paramref name="error"/> ends the association.</summary>
    public MessageSegment? Add(MessageSegment part, out string? error)
    {
        error = null;
        var index = IndexOf(part.Info.StreamId, part.Info.IsUnordered);
        if (index < 0 && part.Info.IsEndOfMessage && part.Length <= _limit)
        {
            return part;
        }
        var message = part;
        if (index >= 0)
        {
            message = _unfinished![index];
            message.Append(part);
            _bytes += part.Length;
        }
        else if (!part.Info.IsEndOfMessage)
        {
            (_unfinished ??= []).Add(part);
            _bytes += part.Length;
        }
        var isEnd = part.Info.IsEndOfMessage;
        var isOver = message.Length > _limit;
        if (isOver && !_inParts)
        {
            error = $"a message of more than {_limit} bytes arrived on stream {part.Info.StreamId}; raise MaxMessageSize to receive it";
        }
        else if (_bytes > 2L * _limit)
        {
            error = $"unfinished messages hold more than {2L * _limit} bytes";
        }
        else if (_unfinished?.Count > MaxUnfinished)
        {
            error = $"more than {MaxUnfinished} unfinished messages arrived";
        }
        else if (!isEnd && !isOver)
        {
            return null;
        }
        Remove(message);
        if (error is not null)
        {
            message.FreeAll();
            return null;
        }
        message.Info = message.Info with { IsEndOfMessage = isEnd };
        return message;
    }

    /// <summary>Gives up the unfinished messages of a stream.</summary>
    public void Drop(ushort streamId)
    {
        for (var i = (_unfinished?.Count ?? 0) - 1; i >= 0; i--)
        {
            var message = _unfinished![i];
            if (message.Info.StreamId == streamId)
            {
                Remove(message);
                message.FreeAll();
            }
        }
    }

    /// <summary>Gives up everything unfinished.</summary>
    public void Clear()
    {
        foreach (var message in _unfinished ?? [])
        {
            message.FreeAll();
        }
        _unfinished?.Clear();
        _bytes = 0;
    }

    private void Remove(MessageSegment message)
    {
        if (_unfinished?.Remove(message) == true)
        {
            _bytes -= message.Length;
        }
    }

    private readonly int IndexOf(ushort streamId, bool isUnordered)
    {
        if (_unfinished is { Count: > 0 } unfinished)
        {
            for (var i = 0; i < unfinished.Count; i++)
            {
                var info = unfinished[i].Info;
                if (info.StreamId == streamId && info.IsUnordered == isUnordered)
                {
                    return i;
                }
            }
        }
        return -1;
    }
}
