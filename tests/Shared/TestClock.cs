using System.Threading.Channels;

namespace SctpConnections.TestShared;

/// <summary>A clock that only the test moves. Timers fire on the thread that moves it.</summary>
public sealed class TestClock : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<TestTimer> _timers = [];
    private readonly Channel<TimeSpan> _armed = Channel.CreateUnbounded<TimeSpan>();
    private long _ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Volatile.Read(ref _ticks);

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddTicks(GetTimestamp());

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new TestTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Timers that are still to fire.</summary>
    public int ArmedTimers
    {
        get
        {
            lock (_gate)
            {
                return _timers.Count;
            }
        }
    }

    /// <summary>Waits for the next timer that is armed, and tells what for.</summary>
    public Task<TimeSpan> WhenArmedAsync() => _armed.Reader.ReadAsync().Bounded();

    public void Advance(TimeSpan time)
    {
        List<TestTimer> due;
        lock (_gate)
        {
            _ticks += time.Ticks;
            due = _timers.FindAll(timer => timer.Due <= _ticks);
            _timers.RemoveAll(timer => timer.Due <= _ticks);
        }
        foreach (var timer in due)
        {
            timer.Fire();
        }
    }

    internal void Arm(TestTimer timer, TimeSpan dueTime)
    {
        lock (_gate)
        {
            _timers.Remove(timer);
            if (dueTime == Timeout.InfiniteTimeSpan)
            {
                return;
            }
            timer.Due = _ticks + dueTime.Ticks;
            _timers.Add(timer);
        }
        _armed.Writer.TryWrite(dueTime);
    }
}
