using System.Threading.Channels;

namespace SctpConnections;

/// <summary>Items on their way to the reader. Bounded: at its limit the provider stops reading. Any number of readers and threads.</summary>
internal sealed class OneToManyQueue(int limit, Action resume)
{
    // As for associations: what an item costs besides its bytes.
    private const int Overhead = 96;

    private readonly Lock _gate = new();
    // One entry for each item, or more: whoever takes an entry looks for an item.
    private readonly Channel<bool> _available = Channel.CreateUnbounded<bool>();
    private Queue<SctpOneToManyItem> _items = [];
    private int _bytes;
    private bool _isPaused;
    private bool _isClosed;

    /// <summary>Bytes that wait, with their overhead.</summary>
    public int Bytes => Volatile.Read(ref _bytes);

    public bool IsPaused
    {
        get
        {
            lock (_gate)
            {
                return _isPaused = _bytes >= limit && !_isClosed;
            }
        }
    }

    public void Add(in SctpOneToManyItem item)
    {
        lock (_gate)
        {
            if (_isClosed)
            {
                return;
            }
            _items.Enqueue(item);
            _bytes += Charge(item);
        }
        _available.Writer.TryWrite(true);
    }

    public async ValueTask<SctpOneToManyItem> TakeAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await _available.Reader.ReadAsync(cancellationToken);
            if (TryTake(out var item, out var isResuming))
            {
                if (isResuming)
                {
                    resume();
                }
                return item;
            }
        }
    }

    /// <summary>Takes out what waits of one association.</summary>
    public List<SctpOneToManyItem> Extract(int associationId)
    {
        var found = new List<SctpOneToManyItem>();
        bool isResuming;
        lock (_gate)
        {
            var others = new Queue<SctpOneToManyItem>();
            foreach (var item in _items)
            {
                if (item.AssociationId == associationId)
                {
                    found.Add(item);
                    _bytes -= Charge(item);
                }
                else
                {
                    others.Enqueue(item);
                }
            }
            _items = others;
            isResuming = TakeResume();
        }
        if (isResuming)
        {
            resume();
        }
        return found;
    }

    /// <summary>Drops what waits and what comes; readers get an exception. The provider may read to the end.</summary>
    public void Close()
    {
        bool isResuming;
        lock (_gate)
        {
            _isClosed = true;
            _items.Clear();
            _bytes = 0;
            isResuming = _isPaused;
            _isPaused = false;
        }
        _available.Writer.TryWrite(true);
        if (isResuming)
        {
            resume();
        }
    }

    private static int Charge(in SctpOneToManyItem item) => Overhead + item.Payload.Length;

    private bool TryTake(out SctpOneToManyItem item, out bool isResuming)
    {
        lock (_gate)
        {
            if (_isClosed)
            {
                // For the next reader.
                _available.Writer.TryWrite(true);
                ObjectDisposedException.ThrowIf(_isClosed, typeof(SctpOneToManySocket));
            }
            isResuming = false;
            if (!_items.TryDequeue(out item))
            {
                return false;
            }
            _bytes -= Charge(item);
            isResuming = TakeResume();
            return true;
        }
    }

    private bool TakeResume()
    {
        if (!_isPaused || _bytes > limit / 2)
        {
            return false;
        }
        _isPaused = false;
        return true;
    }
}
