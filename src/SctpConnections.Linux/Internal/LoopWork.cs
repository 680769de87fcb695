using System.Collections.Concurrent;

namespace SctpConnections.Linux.Internal;

/// <summary>
/// Works off what a loop's events start. With several processors that is done on the thread pool, many pieces per pool work item
/// because an item each would cost more than a small message. With one processor a hop to another thread only costs: the loop's
/// thread does the work itself, and a guard gives it to the pool, and the loop to a substitute, when user code holds it up.
/// </summary>
internal sealed class LoopWork : IThreadPoolWorkItem
{
    // Then the pool gets its thread back, and the loop looks for events, so that others have their turn.
    private const int WorkPerTurn = 64;

    private static readonly bool s_runsInline = Environment.ProcessorCount == 1;

    /// <summary>User code may hold up the loop for one to two of these.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(10);

    [ThreadStatic]
    private static LoopWork? t_collecting;

    private readonly ConcurrentQueue<IThreadPoolWorkItem> _queue = [];
    private readonly object _guardGate = new();
    private readonly Action<bool> _collect;
    private readonly string _name;
    private int _isScheduled;
    private int _progress;
    private volatile bool _isGuarded;
    private volatile bool _isWorking;
    private volatile bool _isHandedOver;
    private volatile bool _hasSubstitute;

    /// <summary>Starts the loop's thread.</summary>
    /// <param name="name">The name of the thread.</param>
    /// <param name="collect">Looks for events, waiting for them if told so, and schedules what they ask for.</param>
    public LoopWork(string name, Action<bool> collect)
    {
        _name = name;
        _collect = collect;
        Start(Run, name);
        if (s_runsInline)
        {
            Start(Guard, name + " guard");
        }
    }

    public void Schedule(IThreadPoolWorkItem work)
    {
        _queue.Enqueue(work);
        if (t_collecting != this)
        {
            ScheduleSelf();
        }
    }

    /// <summary>On the thread pool: works off the queue, with one more thread asked for while there is more.</summary>
    void IThreadPoolWorkItem.Execute()
    {
        Interlocked.Exchange(ref _isScheduled, 0);
        for (var i = 0; i < WorkPerTurn && _queue.TryDequeue(out var work); i++)
        {
            if (!_queue.IsEmpty)
            {
                // This thread may be held up by user code; the rest must not be.
                ScheduleSelf();
            }
            work.Execute();
        }
        if (!_queue.IsEmpty)
        {
            ScheduleSelf();
        }
    }

    private static void Start(ThreadStart body, string name) => new Thread(body) { IsBackground = true, Name = name }.UnsafeStart();

    private void ScheduleSelf()
    {
        if (Volatile.Read(ref _isScheduled) == 0 && Interlocked.Exchange(ref _isScheduled, 1) == 0)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    private void Run()
    {
        while (true)
        {
            t_collecting = this;
            _collect(!s_runsInline || _queue.IsEmpty);
            if (s_runsInline)
            {
                WorkInline();
            }
            else if (!_queue.IsEmpty)
            {
                ScheduleSelf();
            }
        }
    }

    private void WorkInline()
    {
        _isWorking = true;
        if (!_isGuarded)
        {
            lock (_guardGate)
            {
                _isGuarded = true;
                Monitor.Pulse(_guardGate);
            }
        }
        for (var i = 0; i < WorkPerTurn && _queue.TryDequeue(out var work); i++)
        {
            work.Execute();
            _progress++;
            _isHandedOver = false;
        }
        _isWorking = false;
    }

    /// <summary>While a substitute collects, everything goes to the pool.</summary>
    private void Substitute()
    {
        while (_isHandedOver)
        {
            _collect(true);
        }
        _hasSubstitute = false;
    }

    private void Guard()
    {
        const int IdleTurns = 100;
        var idle = 0;
        while (true)
        {
            lock (_guardGate)
            {
                while (!_isGuarded)
                {
                    Monitor.Wait(_guardGate);
                }
            }
            var before = Volatile.Read(ref _progress);
            Thread.Sleep(s_patience);
            if (Volatile.Read(ref _progress) != before)
            {
                idle = 0;
            }
            else if (_isWorking)
            {
                HandOver();
            }
            else if (++idle == IdleTurns)
            {
                idle = 0;
                _isGuarded = false;
            }
        }
    }

    private void HandOver()
    {
        _isHandedOver = true;
        if (!_hasSubstitute)
        {
            _hasSubstitute = true;
            Start(Substitute, _name + " substitute");
        }
        if (!_queue.IsEmpty)
        {
            ScheduleSelf();
        }
    }
}
