namespace SctpConnections.TestShared;

/// <summary>A one-shot timer of <see cref="TestClock"/>.</summary>
internal sealed class TestTimer(TestClock clock, TimerCallback callback, object? state) : ITimer
{
    public long Due { get; set; }

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        clock.Arm(this, dueTime);
        return true;
    }

    public void Fire() => callback(state);

    public void Dispose() => clock.Arm(this, Timeout.InfiniteTimeSpan);

    public ValueTask DisposeAsync()
    {
        Dispose();
        return default;
    }
}
