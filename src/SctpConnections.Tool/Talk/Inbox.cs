namespace SctpConnections.Tool.Talk;

/// <summary>What came and was not yet asked for by a command. Bounded: the oldest goes. Thread-safe.</summary>
internal sealed class Inbox(TimeProvider clock)
{
    private const int CountLimit = 1024;
    private const int ByteLimit = 4 * 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly LinkedList<TalkEvent> _events = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _bytes;
    private bool _isOver;

    public void Add(TalkEvent happened)
    {
        TaskCompletionSource changed;
        lock (_gate)
        {
            _events.AddLast(happened);
            _bytes += happened.Payload?.Length ?? 0;
            _isOver |= happened.Closed is not null;
            while (_events.Count > CountLimit || _bytes > ByteLimit && _events.Count > 1)
            {
                Remove(_events.First!);
            }
            changed = _changed;
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
        changed.SetResult();
    }

    /// <summary>Takes out the oldest event that fits, waiting for it; null when the time is over or nothing more can come.</summary>
    public async Task<TalkEvent?> TakeAsync(Func<TalkEvent, bool> fits, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var start = clock.GetTimestamp();
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                for (var node = _events.First; node is not null; node = node.Next)
                {
                    if (fits(node.Value))
                    {
                        Remove(node);
                        return node.Value;
                    }
                }
                if (_isOver)
                {
                    return null;
                }
                changed = _changed.Task;
            }
            var left = timeout - clock.GetElapsedTime(start);
            if (left <= TimeSpan.Zero)
            {
                return null;
            }
            try
            {
                await changed.WaitAsync(left, clock, cancellationToken);
            }
            catch (TimeoutException)
            {
            }
        }
    }

    private void Remove(LinkedListNode<TalkEvent> node)
    {
        _events.Remove(node);
        _bytes -= node.Value.Payload?.Length ?? 0;
    }
}
