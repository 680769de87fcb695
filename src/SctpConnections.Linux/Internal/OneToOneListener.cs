using Microsoft.Extensions.Logging;
using SctpConnections.Linux.Interop;
using SctpConnections.Providers;

namespace SctpConnections.Linux.Internal;

/// <summary>
/// A listening one-to-one socket, for what the kernel does not have on others: a port that several share, and messages that name their
/// destination. Associations wait in the kernel's backlog until they are asked for, so no queue can grow here.
/// </summary>
internal sealed class OneToOneListener : SctpListenerChannel, IEventHandler
{
    private static readonly TimeSpan s_firstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_betweenLogs = TimeSpan.FromSeconds(10);

    private readonly SafeSctpHandle _handle;
    private readonly SctpTransportOptions _options;
    private readonly ILogger _logger;
    private readonly EventLoop _loop = EventLoop.Next();
    private readonly SemaphoreSlim _ready = new(0, 1);
    private readonly CancellationTokenSource _unbound = new();
    private readonly int _maxSendMessageSize;
    private readonly EndpointFlags _flags;
    private readonly ITimer _retry;
    private readonly long _key;
    private long? _lastLog;
    private volatile bool _isBackingOff;

    public OneToOneListener(SctpEndPoint endPoint, SctpTransportOptions options, ILogger logger)
    {
        _options = options;
        _logger = logger;
        _handle = KernelSocket.Create(endPoint.Addresses, options, LibCConstants.SOCK_STREAM);
        try
        {
            EndPoint = KernelSocket.Bind(_handle, endPoint, options);
            if (LibC.listen(_handle.Descriptor, options.Backlog) < 0)
            {
                throw new SctpException($"{EndPoint} could not be listened on: {Errno.Describe(Errno.Last)}.");
            }
            _flags = EndpointFlags.Read(_handle.Descriptor);
            _maxSendMessageSize = KernelSocket.GetBuffer(_handle.Descriptor, LibCConstants.SO_SNDBUF);
            LinuxLog.WarnOfAdjustments(logger, EndPoint, new KernelControl(_handle, 0, isAssociation: false, options).GetCapabilities().Adjustments);
            // Made and fired once now: without a free descriptor the runtime could not start the thread that timers need.
            _retry = options.TimeProvider.CreateTimer(
                static state =>
                {
                    var self = (OneToOneListener)state!;
                    self._isBackingOff = false;
                    self.Signal();
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
            _handle.Dispose();
            throw;
        }
    }

    public override SctpEndPoint EndPoint { get; }

    public override async ValueTask<SctpAssociationChannel?> AcceptAsync()
    {
        var pause = s_firstPause;
        while (!_unbound.IsCancellationRequested)
        {
            var handle = Accept(out var peer, out var error);
            if (handle is not null)
            {
                if (TryMakeAssociation(handle, peer) is { } association)
                {
                    return association;
                }
                continue;
            }
            switch (error)
            {
                case Errno.EAGAIN:
                    await _ready.WaitAsync(_unbound.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    break;
                case Errno.EINTR or Errno.ECONNABORTED or Errno.EPROTO:
                    break;
                default:
                    // Out of descriptors or memory: the association stays in the backlog, and this must not spin meanwhile.
                    LogRefusal(error);
                    await BackOffAsync(pause);
                    pause = pause * 2 < s_longestPause ? pause * 2 : s_longestPause;
                    break;
            }
        }
        return null;
    }

    public override void Unbind()
    {
        _loop.Remove(_key);
        _retry.Dispose();
        _unbound.Cancel();
        _handle.Dispose();
    }

    public void OnEvents(uint events)
    {
        if (!_isBackingOff)
        {
            Signal();
        }
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

    private async Task BackOffAsync(TimeSpan pause)
    {
        _isBackingOff = true;
        _retry.Change(pause, Timeout.InfiniteTimeSpan);
        await _ready.WaitAsync(_unbound.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private unsafe SafeSctpHandle? Accept(out SctpEndPoint peer, out int error)
    {
        peer = EndPoint;
        error = 0;
        if (!_handle.TryHold())
        {
            // Unbound in this very moment; the loop above sees it.
            error = Errno.EINTR;
            return null;
        }
        try
        {
            var address = stackalloc byte[SockAddr.MaxLength];
            uint length = SockAddr.MaxLength;
            var descriptor = LibC.accept4(_handle.Descriptor, address, &length, LibCConstants.SOCK_NONBLOCK | LibCConstants.SOCK_CLOEXEC);
            if (descriptor < 0)
            {
                error = Errno.Last;
                return null;
            }
            if (SockAddr.TryRead(new ReadOnlySpan<byte>(address, (int)length), out var ip, out var port, out _))
            {
                peer = new SctpEndPoint(ip, port);
            }
            return new SafeSctpHandle(descriptor);
        }
        finally
        {
            _handle.DangerousRelease();
        }
    }

    private KernelAssociation? TryMakeAssociation(SafeSctpHandle handle, SctpEndPoint peer)
    {
        try
        {
            _flags.Apply(handle.Descriptor);
            var association = new KernelAssociation(handle, EndPoint, peer, _options, _maxSendMessageSize, isOneToOne: true);
            // It may be dead already. Then reading it says why.
            association.ReadStatus();
            return association;
        }
        catch (SctpException e)
        {
            handle.Dispose();
            LinuxLog.AssociationNotWatched(_logger, EndPoint, e);
            return null;
        }
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
