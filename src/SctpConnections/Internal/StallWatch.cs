namespace SctpConnections;

/// <summary>
/// Looks from time to time whether the peer acknowledges anything of what waits for it. What was taken adds at least its bytes to
/// what is unacknowledged, so when that grew by less something was acknowledged. Overhead can hide it: then new messages are
/// held back for a moment, and every acknowledgement shows. So an association that works never counts as stalled.
/// </summary>
internal sealed class StallWatch : IDisposable
{
    /// <summary>Looks per timeout.</summary>
    private const int Looks = 4;

    // While messages are held back, so that a healthy association loses little time.
    private const int LooksWhileHeld = 32;

    private readonly SctpAssociation _association;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private long _since;
    private long _heldSince;
    private long _bytes;
    private long _taken;
    private bool _sawTaken;
    private bool _isHolding;
    private bool _isStalled;
    private volatile bool _isDisposed;

    public StallWatch(SctpAssociation association, TimeSpan timeout, TimeProvider time)
    {
        _association = association;
        _timeout = timeout;
        _time = time;
        _since = time.GetTimestamp();
        _timer = time.CreateTimer(static state => ((StallWatch)state!).Look(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Start() => Arm();

    public void Dispose()
    {
        _isDisposed = true;
        _timer.Dispose();
    }

    private void Arm()
    {
        if (!_isDisposed)
        {
            // Once each time: looks never overlap.
            _timer.Change(_timeout / (_isHolding ? LooksWhileHeld : Looks), Timeout.InfiniteTimeSpan);
        }
    }

    private void Look()
    {
        var taken = _association.Sender.TakenBytes;
        if (_association.Channel.UnacknowledgedBytes is not { } bytes)
        {
            bytes = 0;
        }
        // From none to some is no wait yet: it may have begun just now.
        var isProgress = bytes == 0 || _bytes == 0 || bytes < _bytes + (taken - _taken);
        _sawTaken |= taken != _taken;
        (_bytes, _taken) = (bytes, taken);
        if (isProgress)
        {
            OnProgress();
        }
        else if (!_isStalled)
        {
            Judge();
        }
        Arm();
    }

    private void OnProgress()
    {
        _since = _time.GetTimestamp();
        _sawTaken = false;
        _isStalled = false;
        LetGo();
    }

    private void Judge()
    {
        var age = _time.GetElapsedTime(_since);
        if (age < _timeout)
        {
            return;
        }
        if (_isHolding ? _time.GetElapsedTime(_heldSince) < _timeout : _sawTaken)
        {
            if (!_isHolding)
            {
                _isHolding = true;
                _heldSince = _time.GetTimestamp();
                _association.Sender.Hold(true);
            }
            return;
        }
        _isStalled = true;
        LetGo();
        _association.OnStalled(_bytes, age);
    }

    private void LetGo()
    {
        if (_isHolding)
        {
            _isHolding = false;
            _association.Sender.Hold(false);
        }
    }
}
