using SctpConnections.Linux.Interop;

namespace SctpConnections.Linux.Internal;

/// <summary>
/// A thread that waits for events of many descriptors, edge-triggered, and has them worked off by its <see cref="LoopWork"/>.
/// Descriptors are numbers that the kernel gives out anew, so each registration has a key of slot and generation, and an event
/// for an older key is dropped.
/// </summary>
internal sealed unsafe class EventLoop
{
    private const int EventsPerCall = 256;
    private const uint ReadEvents = LibCConstants.EPOLLIN | LibCConstants.EPOLLRDHUP | LibCConstants.EPOLLET;

    // Collecting is light: one loop serves many cores. They live as long as the process.
    private static readonly Lazy<EventLoop[]> s_loops = new(static () =>
    {
        var loops = new EventLoop[1 + (Environment.ProcessorCount / 16)];
        for (var i = 0; i < loops.Length; i++)
        {
            loops[i] = new EventLoop(i);
        }
        return loops;
    });

    private static int s_next;

    private readonly Lock _gate = new();
    private readonly Stack<int> _freeSlots = [];
    private readonly LoopWork _work;
    private readonly int _epoll;
    private Registration?[] _slots = new Registration?[64];
    private int _usedSlots;
    private uint _generation;

    private EventLoop(int number)
    {
        _epoll = LibC.epoll_create1(LibCConstants.EPOLL_CLOEXEC);
        if (_epoll < 0)
        {
            throw new SctpException($"epoll_create1 failed: {Errno.Describe(Errno.Last)}.");
        }
        _work = new LoopWork($"SCTP loop {number}", Collect);
    }

    /// <summary>The loops take new descriptors in turn.</summary>
    public static EventLoop Next()
    {
        var loops = s_loops.Value;
        return loops[(uint)Interlocked.Increment(ref s_next) % (uint)loops.Length];
    }

    /// <summary>Begins to report a descriptor's events. Returns the key for <see cref="Remove"/>, or the errno as a negative number.</summary>
    public long Add(int descriptor, IEventHandler handler)
    {
        Registration registration;
        lock (_gate)
        {
            if (!_freeSlots.TryPop(out var slot))
            {
                slot = _usedSlots++;
                if (slot == _slots.Length)
                {
                    var larger = new Registration?[_slots.Length * 2];
                    _slots.CopyTo(larger, 0);
                    Volatile.Write(ref _slots, larger);
                }
            }
            // 31 bits, so that a key is never negative.
            _generation = (_generation + 1) & 0x7FFF_FFFF;
            registration = new Registration(((long)_generation << 32) | (uint)slot, handler);
            Volatile.Write(ref _slots[slot], registration);
        }
        var error = Control(LibCConstants.EPOLL_CTL_ADD, descriptor, registration.Key, ReadEvents);
        if (error != 0)
        {
            Remove(registration.Key);
            return -error;
        }
        return registration.Key;
    }

    /// <summary>
    /// Reports when there is room to send, or no longer. Only while somebody waits for it: the kernel frees room with every
    /// acknowledgement, and would wake the loop for each.
    /// </summary>
    public void WatchRoom(int descriptor, long key, bool isWatched)
        => Control(LibCConstants.EPOLL_CTL_MOD, descriptor, key, isWatched ? ReadEvents | LibCConstants.EPOLLOUT : ReadEvents);

    /// <summary>Forgets a registration. Closing the descriptor takes it out of the kernel's set.</summary>
    public void Remove(long key)
    {
        var slot = (int)(key & uint.MaxValue);
        lock (_gate)
        {
            if (_slots[slot]?.Key == key)
            {
                _slots[slot] = null;
                _freeSlots.Push(slot);
            }
        }
    }

    /// <summary>Queues work behind what the events have started.</summary>
    public void Schedule(IThreadPoolWorkItem work) => _work.Schedule(work);

    private int Control(int operation, int descriptor, long key, uint events)
    {
        var slot = stackalloc byte[EpollEvents.Size];
        EpollEvents.Write(slot, 0, events, (ulong)key);
        return LibC.epoll_ctl(_epoll, operation, descriptor, slot) < 0 ? Errno.Last : 0;
    }

    private void Collect(bool mayWait)
    {
        var events = stackalloc byte[EventsPerCall * EpollEvents.Size];
        var count = LibC.epoll_wait(_epoll, events, EventsPerCall, mayWait ? -1 : 0);
        if (count < 0 && Errno.Last is var error && error != Errno.EINTR)
        {
            // Without its loop every association would hang in silence.
            Environment.FailFast($"epoll_wait failed: {Errno.Describe(error)}.");
        }
        for (var i = 0; i < count; i++)
        {
            var key = (long)EpollEvents.ReadData(events, i);
            var slots = Volatile.Read(ref _slots);
            if (Volatile.Read(ref slots[(int)(key & uint.MaxValue)]) is { } registration && registration.Key == key)
            {
                registration.Handler.OnEvents(EpollEvents.ReadEvents(events, i));
            }
        }
    }

    private sealed record Registration(long Key, IEventHandler Handler);
}
