using System.Net.Sockets;
using SctpConnections.Linux.Interop;
using SctpConnections.Notifications;
using SctpConnections.Providers;

namespace SctpConnections.Linux.Internal;

/// <summary>
/// An association on a socket of its own. The loop's events start the pump, a work item that receives one batch, lets go, and
/// only then runs readers; so at most one thread receives, and none while user code runs.
/// </summary>
internal sealed class KernelAssociation : SctpAssociationChannel, IEventHandler, IThreadPoolWorkItem
{
    private const uint ReadEvents = LibCConstants.EPOLLIN | LibCConstants.EPOLLRDHUP | LibCConstants.EPOLLHUP | LibCConstants.EPOLLERR;

    // When the kernel is out of memory it says no and announces nothing; so long until it is asked again.
    private static readonly TimeSpan s_memoryRetry = TimeSpan.FromMilliseconds(10);

    private readonly SafeSctpHandle _handle;
    private readonly SctpAssociationOptions _options;
    private readonly bool _isOneToOne;
    private readonly KernelSender _sender;
    private readonly KernelReceiver _receiver;
    private readonly EventLoop _loop = EventLoop.Next();
    private readonly long _key;
    private SctpAssociationSink? _sink;
    private TaskCompletionSource? _connecting;
    private Agreement _agreement;
    private PumpState _pump;
    private ITimer? _memoryTimer;
    private Socket? _socket;
    private KernelControl? _control;
    private int _isReadable;
    private int _isWritable;
    private int _isClosed;
    private bool _hadEvent;

    public KernelAssociation(SafeSctpHandle handle, SctpEndPoint localEndPoint, SctpEndPoint remoteEndPoint, SctpAssociationOptions options, int maxSendMessageSize, bool isOneToOne = false)
    {
        _handle = handle;
        _options = options;
        _isOneToOne = isOneToOne;
        _agreement = new Agreement(localEndPoint, remoteEndPoint);
        _sender = new KernelSender(this, handle, options);
        _receiver = new KernelReceiver(this, handle, _sender);
        MaxSendMessageSize = maxSendMessageSize;
        _key = _loop.Add(handle.Descriptor, this);
        if (_key < 0)
        {
            handle.Dispose();
            throw new SctpException($"The socket could not be watched: {Errno.Describe((int)-_key)}.");
        }
    }

    public override SctpEndPoint LocalEndPoint => _agreement.LocalEndPoint;

    public override SctpEndPoint RemoteEndPoint => _agreement.RemoteEndPoint;

    public override int OutboundStreams => _agreement.OutboundStreams;

    public override int InboundStreams => _agreement.InboundStreams;

    public override int MaxSendMessageSize { get; }

    public override Exception? Refusal => _sender.Refusal;

    public override bool AllowsDestinations => _isOneToOne;

    public override long? UnacknowledgedBytes
    {
        get
        {
            if (!_handle.TryHold())
            {
                return null;
            }
            var bytes = SendState.QueuedBytes(_handle.Descriptor);
            _handle.DangerousRelease();
            return bytes;
        }
    }

    public override Socket? Socket
    {
        get
        {
            if (Volatile.Read(ref _isClosed) != 0)
            {
                return null;
            }
            if (_socket is null)
            {
                // A view: the association goes on owning the descriptor.
                Interlocked.CompareExchange(ref _socket, new Socket(new SafeSocketHandle(_handle.Descriptor, ownsHandle: false)), null);
            }
            return _socket;
        }
    }

    public override SctpControl Control => _control ??= new KernelControl(_handle, associationId: 0, isAssociation: true, _options, () => ReadStatus());

    /// <summary>Before <see cref="Start"/>: an item that was read before the association had this socket.</summary>
    public void SetFirst(QueuedItem item)
    {
        _receiver.SetFirst(item);
        if (item.IsNotification && NotificationReader.Read(item.Data) is SctpAssociationChangeNotification change)
        {
            SetStreams(change.OutboundStreams, change.InboundStreams);
        }
    }

    /// <summary>What was agreed on, known even when the association ends before it can be asked.</summary>
    public void SetStreams(int outbound, int inbound) => _agreement.SetStreams(outbound, inbound);

    /// <summary>Asks the kernel what was agreed on. False when the association is not up, or no more.</summary>
    public bool ReadStatus() => _agreement.Read(_handle.Descriptor);

    /// <summary>Before <see cref="Start"/>: ends when the socket has something to say.</summary>
    public async Task WaitForEventAsync(CancellationToken cancellationToken)
    {
        var connecting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref _connecting, connecting);
        if ((Interlocked.Exchange(ref _isReadable, 0) | Interlocked.Exchange(ref _isWritable, 0)) == 0)
        {
            await connecting.Task.WaitAsync(cancellationToken);
        }
        Volatile.Write(ref _connecting, null);
        _hadEvent = true;
    }

    /// <summary>Whether the association came up and has ended since; what it left can still be read.</summary>
    public bool IsOver() => _hadEvent && !SendState.IsAlive(_handle.Descriptor);

    public override void Schedule(IThreadPoolWorkItem work) => _loop.Schedule(work);

    public override void Start(SctpAssociationSink sink)
    {
        _receiver.Start(sink);
        Volatile.Write(ref _sink, sink);
        // Events until now kicked nobody, and it may be dead already: reading finds out.
        ResumeReceive();
    }

    public void OnEvents(uint events)
    {
        if ((events & LibCConstants.EPOLLOUT) != 0)
        {
            Volatile.Write(ref _isWritable, 1);
        }
        if ((events & ReadEvents) != 0)
        {
            Volatile.Write(ref _isReadable, 1);
        }
        if ((events & (LibCConstants.EPOLLHUP | LibCConstants.EPOLLERR)) != 0)
        {
            _receiver.ReadToEnd();
        }
        if (Volatile.Read(ref _sink) is null)
        {
            // Whoever waits for events says so and then looks for them; here it is the other way round, and neither may be overtaken.
            Interlocked.MemoryBarrier();
            Volatile.Read(ref _connecting)?.TrySetResult();
            if (Volatile.Read(ref _sink) is null)
            {
                return;
            }
        }
        Kick(_options.UnsafePreferInlineScheduling);
    }

    /// <summary>The pump.</summary>
    public void Execute()
    {
        var sink = _sink!;
        var isWritable = Interlocked.Exchange(ref _isWritable, 0) != 0;
        if (isWritable && _handle.TryHold())
        {
            WatchRoom(isWatched: false);
            _handle.DangerousRelease();
        }
        var hasMore = false;
        var hasReceived = false;
        if (Interlocked.Exchange(ref _isReadable, 0) != 0 && _receiver.MayReceive())
        {
            hasReceived = true;
            hasMore = _receiver.Receive();
        }
        // From here on another thread may pump; what follows may run user code.
        if (hasMore)
        {
            Volatile.Write(ref _isReadable, 1);
        }
        if (!_pump.TryStop(hasMore))
        {
            Schedule(this);
        }
        if (isWritable)
        {
            sink.OnWritable();
        }
        if (hasReceived)
        {
            sink.OnBatchEnd();
        }
    }

    public override SctpSendStatus TrySend(ReadOnlySpan<SctpOutboundMessage> messages, out int sent) => _sender.TrySend(messages, _sink!, out sent);

    public override void ResumeReceive()
    {
        Volatile.Write(ref _isReadable, 1);
        // Never inline: the caller may hold a lock, and the pump runs user code.
        Kick(isInline: false);
    }

    public override void Shutdown()
    {
        if (_handle.TryHold())
        {
            // What fails here has ended already, and is reported as such. One-to-one sockets take another call.
            _ = _isOneToOne ? LibC.shutdown(_handle.Descriptor, LibCConstants.SHUT_WR) : CommandMessage.Shutdown(_handle.Descriptor, 0);
            _handle.DangerousRelease();
        }
    }

    public override void Abort(string? text)
    {
        _receiver.Abort();
        if (_handle.TryHold())
        {
            if (!string.IsNullOrEmpty(text))
            {
                // What fails here has ended already.
                _ = CommandMessage.Abort(_handle.Descriptor, 0, AbortReason.Encode(text));
            }
            // Closing with no linger is an ABORT too, without a reason.
            _ = SockOpt.Set(_handle.Descriptor, LibCConstants.SOL_SOCKET, LibCConstants.SO_LINGER, new linger { l_onoff = 1, l_linger = 0 });
            _handle.DangerousRelease();
        }
        CloseHandle();
    }

    public override void Close()
    {
        if (_receiver.IsOver)
        {
            CloseHandle();
        }
        else
        {
            Abort(null);
        }
    }

    /// <summary>Under a held handle: has the loop tell when there is room to send, or no longer.</summary>
    public void WatchRoom(bool isWatched) => _loop.WatchRoom(_handle.Descriptor, _key, isWatched);

    /// <summary>Sending failed for good: reading finds out why.</summary>
    public void OnSendError(int error)
    {
        _receiver.OnSendError(error);
        ResumeReceive();
    }

    /// <summary>Has sending and receiving tried again.</summary>
    public void Retry()
    {
        Volatile.Write(ref _isWritable, 1);
        ResumeReceive();
    }

    /// <summary>The kernel is out of memory.</summary>
    public void RetryLater()
    {
        _memoryTimer ??= _options.TimeProvider.CreateTimer(
            static state => ((KernelAssociation)state!).Retry(),
            this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _memoryTimer.Change(s_memoryRetry, Timeout.InfiniteTimeSpan);
    }

    private void Kick(bool isInline)
    {
        if (!_pump.TryStart())
        {
            return;
        }
        if (isInline)
        {
            Execute();
        }
        else
        {
            Schedule(this);
        }
    }

    private void CloseHandle()
    {
        if (Interlocked.Exchange(ref _isClosed, 1) == 0)
        {
            _loop.Remove(_key);
            _memoryTimer?.Dispose();
            _sender.Deliveries?.Dispose();
            // Whoever kept the view must not reach the socket that gets this number next.
            _socket?.SafeHandle.SetHandleAsInvalid();
            _handle.Dispose();
        }
    }
}
