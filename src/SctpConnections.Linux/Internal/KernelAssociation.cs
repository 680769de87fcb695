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
    private readonly EventLoop _loop = EventLoop.Next();
    private readonly long _key;
    private ReceiveBatch _receiveBatch = new();
    private SctpAssociationSink? _sink;
    private TaskCompletionSource? _connecting;
    private SctpEndPoint _localEndPoint;
    private SctpEndPoint _remoteEndPoint;
    private byte[]? _partialNotification;
    private EndTracker _end;
    private PumpState _pump;

    // The last part of a message that is not whole: the kernel says stream 0 when it gives one up, whichever it was.
    private SctpMessageInfo _lastPart;
    private ITimer? _memoryTimer;
    private DeliveryTracker? _deliveries;
    private Exception? _refusal;
    private Socket? _socket;
    private KernelControl? _control;
    private int _outboundStreams;
    private int _inboundStreams;
    private int _isReadable;
    private int _isWritable;
    private int _sendError;
    private int _isClosed;

    // When the end has come, what is left is read even beyond the receive limit, or nobody who waits to send would learn of it.
    // The kernel's receive buffer bounds it.
    private volatile bool _readsToEnd;
    private bool _isOver;
    private bool _hadEvent;

    // The kernel tells also of one's own ABORT, like of any other; nobody is to hear of it.
    private volatile bool _isAborting;

    // What a listener had to read to learn of the association.
    private QueuedItem? _first;

    public KernelAssociation(SafeSctpHandle handle, SctpEndPoint localEndPoint, SctpEndPoint remoteEndPoint, SctpAssociationOptions options, int maxSendMessageSize)
    {
        _handle = handle;
        _options = options;
        _localEndPoint = localEndPoint;
        _remoteEndPoint = remoteEndPoint;
        MaxSendMessageSize = maxSendMessageSize;
        _key = _loop.Add(handle.Descriptor, this);
        if (_key < 0)
        {
            handle.Dispose();
            throw new SctpException($"The socket could not be watched: {Errno.Describe((int)-_key)}.");
        }
    }

    public override SctpEndPoint LocalEndPoint => _localEndPoint;

    public override SctpEndPoint RemoteEndPoint => _remoteEndPoint;

    public override int OutboundStreams => _outboundStreams;

    public override int InboundStreams => _inboundStreams;

    public override int MaxSendMessageSize { get; }

    public override Exception? Refusal => _refusal;

    public override bool AllowsDestinations => _options.PerMessageDestinations;

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
        _first = item;
        _hadEvent = true;
        if (item.IsNotification && NotificationReader.Read(item.Data) is SctpAssociationChangeNotification change)
        {
            SetStreams(change.OutboundStreams, change.InboundStreams);
        }
    }

    /// <summary>What was agreed on, known even when the association ends before it can be asked.</summary>
    public void SetStreams(int outbound, int inbound)
    {
        _outboundStreams = outbound;
        _inboundStreams = inbound;
    }

    /// <summary>Asks the kernel what was agreed on. False when the association is not up, or no more.</summary>
    public bool ReadStatus()
    {
        var status = default(sctp_status);
        if (SockOpt.Get(_handle.Descriptor, LibCConstants.IPPROTO_SCTP, SctpConstants.SCTP_STATUS, ref status) != 0
            || status.sstat_state < SctpConstants.SCTP_ESTABLISHED)
        {
            return false;
        }
        _outboundStreams = status.sstat_outstrms;
        _inboundStreams = status.sstat_instrms;
        _localEndPoint = KernelSocket.GetAddresses(_handle.Descriptor, SctpConstants.SCTP_GET_LOCAL_ADDRS) ?? _localEndPoint;
        if (KernelSocket.GetAddresses(_handle.Descriptor, SctpConstants.SCTP_GET_PEER_ADDRS) is { } peer)
        {
            _remoteEndPoint = SockAddr.TryRead(status.sstat_primary.spinfo_address, out var primary, out _)
                ? new SctpEndPoint([primary, .. peer.Addresses.Where(a => !a.Equals(primary))], peer.Port)
                : peer;
        }
        return true;
    }

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
    public bool IsOver() => _hadEvent && !IsAlive();

    public override void Schedule(IThreadPoolWorkItem work) => _loop.Schedule(work);

    public override void Start(SctpAssociationSink sink)
    {
        Volatile.Write(ref _sink, sink);
        if (_outboundStreams == 0 || _hadEvent)
        {
            // Dead before it was taken, or told of events already: reading finds out.
            Volatile.Write(ref _isReadable, 1);
        }
        if (Volatile.Read(ref _isReadable) != 0)
        {
            Kick();
        }
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
            _readsToEnd = true;
        }
        if (Volatile.Read(ref _sink) is not null)
        {
            Kick();
        }
        else
        {
            Volatile.Read(ref _connecting)?.TrySetResult();
        }
    }

    public void Execute() => Pump();

    public override SctpSendStatus TrySend(ReadOnlySpan<SctpOutboundMessage> messages, out int sent)
    {
        sent = 0;
        if (!_handle.TryHold())
        {
            return SctpSendStatus.Closed;
        }
        int error;
        try
        {
            var port = _remoteEndPoint.Port;
            var mayBundle = MaxSendMessageSize >= SendBatch.SmallestBufferToBundle;
            if (_deliveries is null && DeliveryTracker.IsWanted(messages))
            {
                Volatile.Write(ref _deliveries, new DeliveryTracker(_handle, _options, _sink!, Retry));
            }
            error = _deliveries is null
                ? SendBatch.Send(_handle.Descriptor, port, mayBundle, messages, out sent)
                : _deliveries.Send(_handle.Descriptor, port, mayBundle, messages, out sent);
            if (error == Errno.EAGAIN)
            {
                // Reports at once when there is room by now, so nothing can be missed.
                _loop.WatchRoom(_handle.Descriptor, _key, isWatched: true);
            }
        }
        finally
        {
            _handle.DangerousRelease();
        }
        switch (error)
        {
            case 0:
                return SctpSendStatus.Done;
            case Errno.EAGAIN or DeliveryTracker.Held:
                return SctpSendStatus.WouldBlock;
            case Errno.ENOBUFS or Errno.ENOMEM:
                RetryLater();
                return SctpSendStatus.WouldBlock;
            case Errno.EINVAL or Errno.EADDRNOTAVAIL or Errno.EAFNOSUPPORT or Errno.EACCES when messages[sent].MayBeRefused:
                _refusal = Refuse(messages[sent].Options, error);
                return SctpSendStatus.Refused;
        }
        if (_end.OnSendError(error))
        {
            _readsToEnd = true;
        }
        else
        {
            Volatile.Write(ref _sendError, error);
        }
        ResumeReceive();
        return SctpSendStatus.Closed;
    }

    public override void ResumeReceive()
    {
        Volatile.Write(ref _isReadable, 1);
        Kick();
    }

    public override void Shutdown()
    {
        if (_handle.TryHold())
        {
            // What fails here has ended already, and is reported as such. One-to-one sockets take another call.
            _ = _options.PerMessageDestinations ? LibC.shutdown(_handle.Descriptor, LibCConstants.SHUT_WR) : CommandMessage.Shutdown(_handle.Descriptor, 0);
            _handle.DangerousRelease();
        }
    }

    public override void Abort(string? text)
    {
        _isAborting = true;
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
        if (Volatile.Read(ref _isOver))
        {
            CloseHandle();
        }
        else
        {
            Abort(null);
        }
    }

    /// <summary>From the batch: a message or a part of one.</summary>
    public void OnMessage(in SctpMessageInfo info, MessageBlock block, int offset, int length)
    {
        if (!info.IsEndOfMessage)
        {
            _lastPart = info;
        }
        _sink!.OnMessage(info, block, offset, length);
    }

    /// <summary>From the batch: a notification or a part of one.</summary>
    public void OnNotification(ReadOnlySpan<byte> data, bool isEnd)
    {
        if (_partialNotification is not null || !isEnd)
        {
            _partialNotification = [.. _partialNotification ?? [], .. data];
            if (!isEnd)
            {
                return;
            }
            data = _partialNotification;
            _partialNotification = null;
        }
        if (!_isAborting && NotificationReader.Read(data) is { } notification)
        {
            Report(notification);
        }
    }

    private void Report(SctpNotification notification)
    {
        if (notification is SctpPartialDeliveryNotification)
        {
            notification = new SctpPartialDeliveryNotification(_lastPart.StreamId, _lastPart.IsUnordered);
        }
        if (notification is SctpStreamChangeNotification or SctpPeerAddressChangeNotification { State: SctpPeerAddressState.Added or SctpPeerAddressState.Removed or SctpPeerAddressState.MadePrimary })
        {
            ReadStatus();
        }
        if (notification is SctpAssociationChangeNotification { State: SctpAssociationChange.Restarted } restart)
        {
            SetStreams(restart.OutboundStreams, restart.InboundStreams);
        }
        _end.OnNotification(notification, _handle.Descriptor);
        if (_deliveries is { } deliveries)
        {
            if (deliveries.OnNotification(notification) is not { } seen)
            {
                return;
            }
            notification = seen;
        }
        _sink!.OnNotification(notification);
    }

    private void Kick()
    {
        if (_pump.TryStart())
        {
            SchedulePump();
        }
    }

    private void SchedulePump()
    {
        if (_options.UnsafePreferInlineScheduling)
        {
            Pump();
        }
        else
        {
            Schedule(this);
        }
    }

    private void Pump()
    {
        var sink = _sink!;
        var isWritable = Interlocked.Exchange(ref _isWritable, 0) != 0;
        if (isWritable && _handle.TryHold())
        {
            _loop.WatchRoom(_handle.Descriptor, _key, isWatched: false);
            _handle.DangerousRelease();
        }
        var hasMore = false;
        var hasReceived = false;
        if (Interlocked.Exchange(ref _isReadable, 0) != 0 && MayReceive(sink))
        {
            hasReceived = true;
            hasMore = Receive();
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

    /// <summary>A socket that was peeled off does not say that the association is over, so who is paused has to ask.</summary>
    private bool MayReceive(SctpAssociationSink sink)
    {
        if (_readsToEnd || !sink.IsReceivePaused)
        {
            return true;
        }
        if (_isOver || !_handle.TryHold())
        {
            return false;
        }
        _readsToEnd = !IsAlive();
        _handle.DangerousRelease();
        return _readsToEnd;
    }

    /// <summary>Receives one batch. True when there may be more.</summary>
    private bool Receive()
    {
        if (Volatile.Read(ref _sendError) is not 0 and var sendError)
        {
            ReportClosed(EndTracker.FromError(sendError));
            return false;
        }
        if (_isOver || _isAborting || !_handle.TryHold())
        {
            return false;
        }
        try
        {
            if (_first is { } first)
            {
                _first = null;
                TakeFirst(first);
            }
            var through = Volatile.Read(ref _deliveries)?.Through ?? 0;
            var outcome = _receiveBatch.Receive(_handle.Descriptor, this, out var error);
            if (outcome == ReceiveBatch.Outcome.More)
            {
                return true;
            }
            if (outcome == ReceiveBatch.Outcome.Failed && _end.OnReceiveError(error))
            {
                _readsToEnd = true;
                return true;
            }
            if (_end.OnDrained() is { } reason)
            {
                ReportClosed(reason);
            }
            else if (outcome == ReceiveBatch.Outcome.EndOfInput && !_end.IsShuttingDown && !IsAlive())
            {
                // Gone without a word, as when it died before it was accepted.
                ReportClosed(new SctpCloseReason(SctpCloseKind.Abort, SctpCloseSide.Peer) { Text = "it ended before it was read" });
            }
            else if (outcome == ReceiveBatch.Outcome.Failed)
            {
                OnReceiveError(error);
            }
            else
            {
                return _deliveries is { } deliveries && deliveries.OnDrained(through, _handle.Descriptor);
            }
            return false;
        }
        finally
        {
            _handle.DangerousRelease();
        }
    }

    private void TakeFirst(QueuedItem first)
    {
        if (first.IsNotification)
        {
            OnNotification(first.Data, isEnd: true);
            return;
        }
        if (!first.Info.IsEndOfMessage)
        {
            _lastPart = first.Info;
        }
        FinishedAssociation.HandOn(first, _sink!);
    }

    private void OnReceiveError(int error)
    {
        if (error is Errno.ENOBUFS or Errno.ENOMEM)
        {
            RetryLater();
        }
        else
        {
            ReportClosed(EndTracker.FromError(error));
        }
    }

    private bool IsAlive() => SendState.IsAlive(_handle.Descriptor);

    private void ReportClosed(SctpCloseReason reason)
    {
        if (!_isOver && !_isAborting)
        {
            // A fault leaves the kernel's association behind; closing the socket then aborts it.
            Volatile.Write(ref _isOver, reason.Kind != SctpCloseKind.Fault);
            _deliveries?.OnClosed(reason);
            _sink!.OnClosed(reason);
        }
    }

    /// <summary>Has sending and receiving tried again.</summary>
    private void Retry()
    {
        Volatile.Write(ref _isWritable, 1);
        ResumeReceive();
    }

    private void RetryLater()
    {
        _memoryTimer ??= _options.TimeProvider.CreateTimer(
            static state => ((KernelAssociation)state!).Retry(),
            this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _memoryTimer.Change(s_memoryRetry, Timeout.InfiniteTimeSpan);
    }

    private SctpSendRefusedException Refuse(in SctpSendOptions options, int error)
    {
        var what = options switch
        {
            { Destination: { } address, AuthenticationKeyId: null } => $"{address} is no address of the peer {_remoteEndPoint}",
            { Destination: null, AuthenticationKeyId: { } key } => $"the authentication key {key} does not exist on this association",
            _ => $"{options.Destination} is no address of the peer {_remoteEndPoint}, or the authentication key {options.AuthenticationKeyId} does not exist",
        };
        return new SctpSendRefusedException($"The message was not sent: {what} ({Errno.Describe(error)}).");
    }

    private void CloseHandle()
    {
        if (Interlocked.Exchange(ref _isClosed, 1) == 0)
        {
            _loop.Remove(_key);
            _memoryTimer?.Dispose();
            _deliveries?.Dispose();
            // Whoever kept the view must not reach the socket that gets this number next.
            _socket?.SafeHandle.SetHandleAsInvalid();
            _handle.Dispose();
        }
    }
}
