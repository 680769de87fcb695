using Microsoft.Extensions.Logging;
using SctpConnections.Linux.Interop;
using SctpConnections.Providers;

namespace SctpConnections.Linux.Internal;

/// <summary>
/// A listening one-to-many socket, as only those let an association give a reason when it aborts. Each association gets a socket of
/// its own when it comes up. The kernel puts no limit on a one-to-many socket; when the accept queue is full, listening stops.
/// </summary>
internal sealed class KernelListener : SctpListenerChannel, IEventHandler, IThreadPoolWorkItem
{
    private const int ItemsPerTurn = 64;
    private static readonly TimeSpan s_firstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_betweenLogs = TimeSpan.FromSeconds(10);

    private readonly SafeSctpHandle _handle;
    private readonly SctpTransportOptions _options;
    private readonly ILogger _logger;
    private readonly EventLoop _loop = EventLoop.Next();
    private readonly Peeler _peeler;
    private readonly AcceptQueue _accepted;
    private readonly SemaphoreSlim _ready = new(0, 1);
    private readonly CancellationTokenSource _unbound = new();
    // Held while the socket is used, so that it is closed when Unbind returns. No user code runs inside.
    private readonly Lock _socketGate = new();
    private readonly ITimer _retry;
    private readonly long _key;
    private PumpState _pump;
    private TimeSpan _pause = s_firstPause;
    private long? _lastLog;
    private bool _isDeaf;
    private bool _isUnbound;
    private volatile bool _isBackingOff;

    public KernelListener(SctpEndPoint endPoint, SctpTransportOptions options, ILogger logger)
    {
        _options = options;
        _logger = logger;
        _accepted = new AcceptQueue(options.Backlog);
        _handle = KernelSocket.Create(endPoint.Addresses, options);
        try
        {
            EndPoint = KernelSocket.Bind(_handle, endPoint, options);
            var maxSendMessageSize = KernelSocket.GetBuffer(_handle.Descriptor, LibCConstants.SO_SNDBUF);
            _peeler = new Peeler(_handle.Descriptor, EndPoint, maxSendMessageSize, options);
            LinuxLog.WarnOfAdjustments(logger, EndPoint, new KernelControl(_handle, 0, isAssociation: false, options).GetCapabilities().Adjustments);
            // Bound alone; from here on the sockets of its associations must not keep it from listening again.
            _ = SockOpt.Set(_handle.Descriptor, LibCConstants.SOL_SOCKET, LibCConstants.SO_REUSEADDR, 1);
            if (LibC.listen(_handle.Descriptor, options.Backlog) < 0)
            {
                throw new SctpException($"{EndPoint} could not be listened on: {Errno.Describe(Errno.Last)}.");
            }
            // Made and fired once now: without a free descriptor the runtime could not start the thread that timers need.
            _retry = options.TimeProvider.CreateTimer(
                static state =>
                {
                    var self = (KernelListener)state!;
                    self._isBackingOff = false;
                    self.Kick();
                },
                this, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
            _key = _loop.Add(_handle.Descriptor, this);
            if (_key < 0)
            {
                throw new SctpException($"{EndPoint} could not be watched: {Errno.Describe((int)-_key)}.");
            }
        }
        catch
        {
            _retry?.Dispose();
            _handle.Dispose();
            throw;
        }
    }

    public override SctpEndPoint EndPoint { get; }

    public override async ValueTask<SctpAssociationChannel?> AcceptAsync()
    {
        while (!_unbound.IsCancellationRequested)
        {
            if (_accepted.TryTake(out var association))
            {
                HearAgain();
                return association;
            }
            await _ready.WaitAsync(_unbound.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        return null;
    }

    public override void Unbind()
    {
        lock (_socketGate)
        {
            if (_isUnbound)
            {
                return;
            }
            _isUnbound = true;
            _loop.Remove(_key);
            _retry.Dispose();
            // Those that have no socket of their own yet go with this one, at once.
            _ = SockOpt.Set(_handle.Descriptor, LibCConstants.SOL_SOCKET, LibCConstants.SO_LINGER, new linger { l_onoff = 1, l_linger = 0 });
            _handle.Dispose();
        }
        _unbound.Cancel();
        _accepted.Close();
    }

    public void OnEvents(uint events) => Kick();

    public void Execute()
    {
        bool hasMore;
        lock (_socketGate)
        {
            hasMore = !_isUnbound && ReadSome();
        }
        if (!_pump.TryStop(hasMore))
        {
            _loop.Schedule(this);
        }
    }

    private void Kick()
    {
        if (!_isBackingOff && _pump.TryStart())
        {
            _loop.Schedule(this);
        }
    }

    /// <summary>Reads a number of items. True when there may be more.</summary>
    private bool ReadSome()
    {
        var reader = new ItemReader();
        try
        {
            for (var i = 0; i < ItemsPerTurn; i++)
            {
                if (_isBackingOff || IsFull())
                {
                    return false;
                }
                switch (Step(ref reader, out var error))
                {
                    case Peeler.Outcome.Drained:
                        return false;
                    case Peeler.Outcome.Retry:
                        // Out of descriptors or memory: the association stays where it is, and this must not spin meanwhile.
                        LogRefusal(error);
                        BackOff();
                        return false;
                }
            }
            return true;
        }
        finally
        {
            reader.Dispose();
        }
    }

    private Peeler.Outcome Step(ref ItemReader reader, out int error)
    {
        error = 0;
        try
        {
            if (_peeler.Step(ref reader, out var outcome, out error) is { } association)
            {
                _pause = s_firstPause;
                _accepted.Add(association);
                Signal();
            }
            return outcome;
        }
        catch (SctpException e)
        {
            LinuxLog.AssociationNotWatched(_logger, EndPoint, e);
            return Peeler.Outcome.More;
        }
    }

    /// <summary>Stops listening when nobody accepts: INITs are refused then.</summary>
    private bool IsFull()
    {
        if (!_accepted.IsFull)
        {
            return false;
        }
        if (!_isDeaf)
        {
            _isDeaf = LibC.listen(_handle.Descriptor, 0) == 0;
        }
        return true;
    }

    private void HearAgain()
    {
        lock (_socketGate)
        {
            if (!_isDeaf || _isUnbound)
            {
                return;
            }
            if (LibC.listen(_handle.Descriptor, _options.Backlog) < 0)
            {
                // The next one taken tries again.
                LogRefusal(Errno.Last);
                return;
            }
            _isDeaf = false;
        }
        Kick();
    }

    private void Signal()
    {
        lock (_ready)
        {
            if (_ready.CurrentCount == 0)
            {
                _ready.Release();
            }
        }
    }

    private void BackOff()
    {
        _isBackingOff = true;
        _retry.Change(_pause, Timeout.InfiniteTimeSpan);
        _pause = _pause * 2 < s_longestPause ? _pause * 2 : s_longestPause;
    }

    private void LogRefusal(int error)
    {
        var clock = _options.TimeProvider;
        var now = clock.GetTimestamp();
        if (_lastLog is not { } last || clock.GetElapsedTime(last, now) >= s_betweenLogs)
        {
            _lastLog = now;
            LinuxLog.AcceptBackedOff(_logger, EndPoint, Errno.Describe(error));
        }
    }
}
