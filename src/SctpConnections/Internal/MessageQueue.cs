namespace SctpConnections;

/// <summary>Received messages in arrival order, linked through their heads. Guarded by the receiver's gate.</summary>
internal struct MessageQueue
{
    /// <summary>What a message costs beyond its bytes, so that floods of tiny ones meet the limit too.</summary>
    public const int Overhead = 96;

    private MessageSegment? _first;
    private MessageSegment? _last;

    public readonly bool IsEmpty => _first is null;

    public void Enqueue(MessageSegment message)
    {
        if (_last is null)
        {
            _first = message;
        }
        else
        {
            _last.NextMessage = message;
        }
        _last = message;
    }

    public MessageSegment? Dequeue()
    {
        var message = _first;
        if (message is not null)
        {
            _first = message.NextMessage;
            message.NextMessage = null;
            if (_first is null)
            {
                _last = null;
            }
        }
        return message;
    }

    public static int Charge(MessageSegment message) => message.Length + Overhead;
}
