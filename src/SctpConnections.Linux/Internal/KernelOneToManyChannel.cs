using Microsoft.Extensions.Logging;
using SctpConnections.Linux.Interop;
using SctpConnections.Providers;

namespace SctpConnections.Linux.Internal;

/// <summary>A one-to-many socket. The loop's events start the pump, which reads one item at a time, as peeling off needs it.</summary>
internal sealed class KernelOneToManyChannel : SctpOneToManyChannel, IEventHandler, IThreadPoolWorkItem
{
    private static readonly TimeSpan s_memoryRetry = TimeSpan.FromMilliseconds(10);

    private readonly SafeSctpHandle _handle;
    private readonly SctpTransportOptions _options;
    private readonly EventLoop _loop = EventLoop.Next();
    // Held while items are read, so that what is peeled off or closed in between is so for good.
    private readonly Lock _readGate = new();
    private readonly OneToManyInput _input;
    private readonly ConnectWatch _connects;
    private readonly ITimer _retry;
    private readonly long _key;
    private SctpOneToManySink? _sink;
    private PumpState _pump;
    private int _isReadable;
    private int _isWritable;
    private bool _isClosed;

    public KernelOneToManyChannel(SctpEndPoint endPoint, SctpTransportOptions options, ILogger logger)
    {
        _options = options;
        _connects = new ConnectWatch(options.TimeProvider);
        var own = options as SctpOneToManyOptions;
        _handle = KernelSocket.Create(endPoint.Addresses, options);
        _input = new OneToManyInput(_handle.Descriptor, _connects);
        try
        {
            ApplyOwn(GetControl(0).Settings, own);
            LocalEndPoint = KernelSocket.Bind(_handle, endPoint, options);
            _ = SockOpt.Set(_handle.Descriptor, LibCConstants.SOL_SOCKET, LibCConstants.SO_REUSEADDR, 1);
            MaxSendMessageSize = KernelSocket.GetBuffer(_handle.Descriptor, LibCConstants.SO_SNDBUF);
            LinuxLog.WarnOfAdjustments(logger, LocalEndPoint, GetControl(0).GetCapabilities().Adjustments);
            if (own?.IsListening != false && LibC.listen(_handle.Descriptor, options.Backlog) < 0)
            {
                throw new SctpException($"{LocalEndPoint} could not be listened on: {Errno.Describe(Errno.Last)}.");
            }
            _retry = options.TimeProvider.CreateTimer(static state => ((KernelOneToManyChannel)state!).Retry(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _key = _loop.Add(_handle.Descriptor, this);
            if (_key < 0)
            {
                throw new SctpException($"{LocalEndPoint} could not be watched: {Errno.Describe((int)-_key)}.");
            }
        }
        catch
        {
            _retry?.Dispose();
            _handle.Dispose();
            throw;
        }
    }

    public override SctpEndPoint LocalEndPoint { get; }

    public override int MaxSendMessageSize { get; }

    public override SctpControl GetControl(int associationId) => new KernelControl(_handle, associationId, isAssociation: associationId != 0, _options);

    private static void ApplyOwn(SctpSettings settings, SctpOneToManyOptions? options)
    {
        // Or a long message of one association would hold up all the others.
        settings.FragmentInterleave = true;
        if (options?.AutoClose is { } time)
        {
            settings.AutoClose = time;
        }
    }

    public override IReadOnlyList<int> GetAssociationIds()
    {
        if (!_handle.TryHold())
        {
            return [];
        }
        try
        {
            return OneToManyQuery.GetIds(_handle.Descriptor);
        }
        finally
        {
            _handle.DangerousRelease();
        }
    }

    public override void Start(SctpOneToManySink sink)
    {
        Volatile.Write(ref _sink, sink);
        ResumeReceive();
    }

    public override void ResumeReceive()
    {
        Volatile.Write(ref _isReadable, 1);
        Kick();
    }

    public override void SetListening(bool isListening)
    {
        if (_handle.TryHold())
        {
            _ = LibC.listen(_handle.Descriptor, isListening ? _options.Backlog : 0);
            _handle.DangerousRelease();
        }
    }

    public override int Connect(SctpEndPoint peer)
    {
        KernelConnector.CheckFamilies(peer, LocalEndPoint);
        Hold();
        try
        {
            return _connects.Connect(_handle.Descriptor, peer, out var associationId) switch
            {
                0 => associationId,
                Errno.EISCONN or Errno.EALREADY or Errno.EADDRNOTAVAIL or Errno.EINVAL when OneToManyQuery.FindAnyOf(_handle.Descriptor, peer) is not 0 and var id
                    => throw new SctpException($"There is an association with {peer} already: {id}."),
                var error => throw KernelConnector.ConnectError(error, peer),
            };
        }
        finally
        {
            _handle.DangerousRelease();
        }
    }

    public override SctpSendStatus TrySend(in SctpOneToManyMessage message, out int associationId)
    {
        associationId = message.AssociationId;
        if (message.Peer is not null)
        {
            KernelConnector.CheckFamilies(message.Peer, LocalEndPoint);
        }
        Hold();
        try
        {
            var target = message.Peer;
            if (message.Options.Destination is { } destination)
            {
                target = OneToManyQuery.FindPath(_handle.Descriptor, message, destination) ?? throw OneToManyErrors.ForDestination(_handle.Descriptor, message, LocalEndPoint);
            }
            var isNew = message.Peer is not null && OneToManyQuery.FindPeer(_handle.Descriptor, message.Peer) == 0;
            sctp_initmsg? init = isNew ? new sctp_initmsg { sinit_num_ostreams = _options.OutboundStreams, sinit_max_instreams = _options.InboundStreams } : null;
            var error = OneToManySend.Send(_handle.Descriptor, message, target, flags: 0, init);
            switch (error)
            {
                case 0 when message.Peer is not null:
                    associationId = OneToManyQuery.FindPeer(_handle.Descriptor, message.Peer);
                    return associationId != 0 ? SctpSendStatus.Done : throw KernelConnector.ConnectError(Errno.ECONNREFUSED, message.Peer);
                case 0:
                    return SctpSendStatus.Done;
                case Errno.EAGAIN:
                    // Reports at once when there is room by now, so nothing can be missed.
                    _loop.WatchRoom(_handle.Descriptor, _key, isWatched: true);
                    return SctpSendStatus.WouldBlock;
                case Errno.ENOBUFS or Errno.ENOMEM:
                    _retry.Change(s_memoryRetry, Timeout.InfiniteTimeSpan);
                    return SctpSendStatus.WouldBlock;
                default:
                    throw OneToManyErrors.ForSend(_handle.Descriptor, error, message, MaxSendMessageSize, LocalEndPoint, _options);
            }
        }
        finally
        {
            _handle.DangerousRelease();
        }
    }

    public override bool TrySendToAll(in SctpOneToManyMessage message, out int count)
    {
        Hold();
        try
        {
            return OneToManySend.TryToAll(_handle.Descriptor, message, out count);
        }
        finally
        {
            _handle.DangerousRelease();
        }
    }

    public override SctpEndPoint GetLocalAddresses(int associationId) => GetAddresses(SctpConstants.SCTP_GET_LOCAL_ADDRS, associationId);

    public override SctpEndPoint GetPeerAddresses(int associationId) => GetAddresses(SctpConstants.SCTP_GET_PEER_ADDRS, associationId);

    public override void Shutdown(int associationId)
    {
        Hold();
        var error = CommandMessage.Shutdown(_handle.Descriptor, associationId);
        _handle.DangerousRelease();
        Check(error, associationId, "shut down");
    }

    public override void Abort(int associationId, string? text)
    {
        Hold();
        var error = CommandMessage.Abort(_handle.Descriptor, associationId, text is null ? default : AbortReason.Encode(text));
        _handle.DangerousRelease();
        Check(error, associationId, "aborted");
    }

    public override SctpAssociationChannel PeelOff(int associationId)
    {
        lock (_readGate)
        {
            Hold();
            try
            {
                var status = OneToManyQuery.GetStatus(_handle.Descriptor, associationId) ?? throw Unknown(associationId);
                if (status.sstat_state < SctpConstants.SCTP_ESTABLISHED)
                {
                    throw new SctpException($"Association {associationId} cannot be peeled off before it is up.");
                }
                var error = Interop.PeelOff.Take(_handle.Descriptor, associationId, out var handle);
                if (handle is null)
                {
                    throw error == Errno.EINVAL ? Unknown(associationId)
                        : new SctpException($"Association {associationId} could not be peeled off: {Errno.Describe(error)}; raise the limit (ulimit -n), or close associations.");
                }
                _input.Forget(associationId);
                EndpointFlags.Read(_handle.Descriptor).Apply(handle.Descriptor);
                var association = new KernelAssociation(handle, LocalEndPoint, LocalEndPoint, _options, MaxSendMessageSize);
                association.SetStreams(status.sstat_outstrms, status.sstat_instrms);
                association.ReadStatus();
                return association;
            }
            finally
            {
                _handle.DangerousRelease();
            }
        }
    }

    public override void Close()
    {
        lock (_readGate)
        {
            if (_isClosed)
            {
                return;
            }
            _isClosed = true;
            _loop.Remove(_key);
            _retry.Dispose();
            _ = SockOpt.Set(_handle.Descriptor, LibCConstants.SOL_SOCKET, LibCConstants.SO_LINGER, new linger { l_onoff = 1, l_linger = 0 });
            _handle.Dispose();
        }
    }

    public void OnEvents(uint events)
    {
        if ((events & LibCConstants.EPOLLOUT) != 0)
        {
            Volatile.Write(ref _isWritable, 1);
        }
        if ((events & ~LibCConstants.EPOLLOUT) != 0)
        {
            Volatile.Write(ref _isReadable, 1);
        }
        Kick();
    }

    public void Execute()
    {
        var isWritable = Interlocked.Exchange(ref _isWritable, 0) != 0;
        if (isWritable && _handle.TryHold())
        {
            _loop.WatchRoom(_handle.Descriptor, _key, isWatched: false);
            _handle.DangerousRelease();
        }
        var hasMore = false;
        var isShort = false;
        if (Interlocked.Exchange(ref _isReadable, 0) != 0)
        {
            lock (_readGate)
            {
                hasMore = !_isClosed && _input.Read(_sink!, out isShort);
            }
        }
        if (hasMore)
        {
            Volatile.Write(ref _isReadable, 1);
        }
        if (isShort)
        {
            _retry.Change(s_memoryRetry, Timeout.InfiniteTimeSpan);
        }
        if (isWritable)
        {
            _sink!.OnWritable();
        }
        if (!_pump.TryStop(hasMore))
        {
            _loop.Schedule(this);
        }
    }

    private void Kick()
    {
        if (Volatile.Read(ref _sink) is not null && _pump.TryStart())
        {
            _loop.Schedule(this);
        }
    }

    private void Retry()
    {
        Volatile.Write(ref _isWritable, 1);
        ResumeReceive();
    }

    private SctpEndPoint GetAddresses(int option, int associationId)
    {
        Hold();
        try
        {
            return OneToManyQuery.GetStatus(_handle.Descriptor, associationId) is not null
                && KernelSocket.GetAddresses(_handle.Descriptor, option, associationId) is { } addresses
                    ? addresses
                    : throw Unknown(associationId);
        }
        finally
        {
            _handle.DangerousRelease();
        }
    }

    private void Check(int error, int associationId, string what)
    {
        if (error != 0)
        {
            throw error is Errno.EPIPE or Errno.EINVAL or Errno.ENOENT or Errno.ENOTCONN
                ? Unknown(associationId)
                : new SctpException($"Association {associationId} could not be {what}: {Errno.Describe(error)}.");
        }
    }

    private ArgumentException Unknown(int associationId) => OneToManyErrors.Unknown(associationId, GetAssociationIds(), LocalEndPoint);

    private void Hold() => ObjectDisposedException.ThrowIf(!_handle.TryHold(), typeof(SctpOneToManySocket));
}
