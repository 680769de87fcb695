namespace SctpConnections.Linux.Internal;

/// <summary>Whether a pump runs, so that one thread at a time does, and no wish for it is lost.</summary>
internal struct PumpState
{
    private const int Idle = 0;
    private const int Running = 1;
    private const int RunAgain = 2;

    private int _state;

    /// <summary>Wishes for a run. True when the caller has to schedule it.</summary>
    public bool TryStart()
    {
        while (true)
        {
            var state = Volatile.Read(ref _state);
            if (state == RunAgain)
            {
                return false;
            }
            if (Interlocked.CompareExchange(ref _state, state + 1, state) == state)
            {
                return state == Idle;
            }
        }
    }

    /// <summary>Ends a run. False when the caller has to schedule another: it wants one itself, or somebody wished for it meanwhile.</summary>
    public bool TryStop(bool wantsMore)
    {
        if (!wantsMore && Interlocked.CompareExchange(ref _state, Idle, Running) == Running)
        {
            return true;
        }
        Volatile.Write(ref _state, Running);
        return false;
    }
}
