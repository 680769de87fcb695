namespace SctpConnections;

/// <summary>
/// Whose turn it is to hand messages to the provider: one thread at a time, and nobody's while the provider is full or messages are
/// held back. Guarded by the sender's gate.
/// </summary>
internal struct SendTurn
{
    private bool _isBlocked;
    private bool _isScheduled;
    private bool _sawWritable;

    /// <summary>Whether a thread sends right now.</summary>
    public bool IsTaken { get; private set; }

    /// <summary>Whether messages are held back.</summary>
    public bool IsHeld { get; set; }

    /// <summary>Takes the turn, when there is one.</summary>
    public bool TryTake()
    {
        if (!IsFree)
        {
            return false;
        }
        BeforeSend();
        return IsTaken = true;
    }

    /// <summary>Whether the caller has to schedule a work item that takes the turn.</summary>
    public bool TrySchedule() => IsFree && !_isScheduled && (_isScheduled = true);

    /// <summary>The work item runs.</summary>
    public void OnScheduled() => _isScheduled = false;

    public void Return() => IsTaken = false;

    /// <summary>The provider is about to be asked: from here on it may say that it has room.</summary>
    public void BeforeSend() => _sawWritable = false;

    /// <summary>The provider did not take all. True when it is full or closed, and did not find room in the meantime.</summary>
    public bool Block(bool isClosed) => _isBlocked = isClosed || !_sawWritable;

    /// <summary>The provider has room. True when it had none.</summary>
    public bool OnWritable()
    {
        _sawWritable = true;
        var wasBlocked = _isBlocked;
        _isBlocked = false;
        return wasBlocked;
    }

    private readonly bool IsFree => !IsTaken && !_isBlocked && !IsHeld;
}
