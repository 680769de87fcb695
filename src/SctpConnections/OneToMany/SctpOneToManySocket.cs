using System.Net.Sockets;
using SctpConnections.Notifications;
using SctpConnections.Providers;

namespace SctpConnections;

/// <summary>
/// One socket with many associations (RFC 6458 section 3), each known by its id: it takes associations from peers, sets them up, also
/// by just sending, and receives of all of them in one queue. Members are thread-safe. Read it with <see cref="ReceiveAsync"/> all the
/// time: when the queue is full, nothing more is read, not even that an association came up or ended.
/// </summary>
public sealed class SctpOneToManySocket : IAsyncDisposable
{
    private readonly SctpOneToManyChannel _channel;
    private readonly SctpOneToManyOptions _options;
    private readonly AssociationEnvironment _environment;
    private readonly OneToManySender _sender;
    private readonly OneToManyReceiver _receiver;
    private Task? _disposal;

    internal SctpOneToManySocket(SctpOneToManyChannel channel, SctpOneToManyOptions options, AssociationEnvironment environment)
    {
        _channel = channel;
        _options = options;
        _environment = environment;
        _sender = new OneToManySender(channel);
        _receiver = new OneToManyReceiver(channel, options, _sender);
        channel.Start(_receiver);
    }

    /// <summary>The local addresses and port.</summary>
    public SctpEndPoint LocalEndPoint => _channel.LocalEndPoint;

    /// <summary>The ids of all associations, those that are being set up or shut down too (SCTP_GET_ASSOC_ID_LIST).</summary>
    public IReadOnlyList<int> AssociationIds => _channel.GetAssociationIds();

    /// <summary>The number of associations.</summary>
    public int AssociationCount => _channel.GetAssociationIds().Count;

    /// <summary>The longest message that can be sent, in bytes.</summary>
    public int MaxSendMessageSize => Math.Min(_channel.MaxSendMessageSize, _options.MaxMessageSize);

    /// <summary>Bytes that wait for <see cref="ReceiveAsync"/>, each item counted with 96 bytes more.</summary>
    public int UnreadBytes => _receiver.Queue.Bytes;

    /// <summary>What can be asked and set about the associations to come.</summary>
    public SctpControl Control => _channel.GetControl(0);

    /// <summary>Sets up an association and returns its id once it is up.</summary>
    /// <exception cref="SocketException">The peer refused, did not answer, or cannot be reached.</exception>
    /// <exception cref="TimeoutException">It took longer than <see cref="SctpOneToManyOptions.ConnectTimeout"/>.</exception>
    /// <exception cref="SctpException">There is an association with the peer already, or the address families do not fit.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; the association is aborted.</exception>
    public async ValueTask<int> ConnectAsync(SctpEndPoint peer, CancellationToken cancellationToken = default)
    {
        CheckPeer(peer);
        cancellationToken.ThrowIfCancellationRequested();
        var connect = _receiver.Waiters.Connect(() => _channel.Connect(peer), out var associationId);
        try
        {
            return await connect.Task.WaitAsync(_options.ConnectTimeout, _options.TimeProvider, cancellationToken);
        }
        catch (Exception e) when (e is OperationCanceledException or TimeoutException)
        {
            _receiver.Waiters.Forget(associationId);
            TryAbort(associationId);
            throw e is TimeoutException ? new TimeoutException($"No association with {peer} within {_options.ConnectTimeout}.", e) : e;
        }
    }

    /// <summary>
    /// Sends a message on an association. Completes when it was taken, so that the payload may be used again; waits while there is no
    /// room. A cancelled send did not happen.
    /// </summary>
    /// <exception cref="ArgumentException">There is no such association, the payload is empty, or the options contradict each other.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The stream does not exist.</exception>
    /// <exception cref="SctpMessageTooLongException">The payload is over <see cref="MaxSendMessageSize"/>.</exception>
    /// <exception cref="SctpSendRefusedException">The peer does not have the destination, or there is no such key.</exception>
    /// <exception cref="SctpException">The association is shutting down, or the system refused.</exception>
    public async ValueTask SendAsync(
        int associationId, ushort streamId, ReadOnlyMemory<byte> payload, SctpSendOptions options = default, CancellationToken cancellationToken = default)
    {
        CheckMessage(payload, options);
        await _sender.SendAsync(new SctpOneToManyMessage(associationId, null, streamId, options, payload), cancellationToken);
    }

    /// <summary>
    /// Sends a message to a peer, with its first address, and returns the association's id. Where there is no association yet, this sets
    /// one up; that it failed is told by <see cref="ReceiveAsync"/> (<see cref="SctpAssociationChange.CannotStart"/>).
    /// </summary>
    /// <exception cref="ArgumentException">The payload is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The stream does not exist.</exception>
    /// <exception cref="SctpMessageTooLongException">The payload is over <see cref="MaxSendMessageSize"/>.</exception>
    /// <exception cref="SocketException">The peer refused at once, or cannot be reached.</exception>
    /// <exception cref="SctpException">The address families do not fit, or the association is shutting down.</exception>
    public ValueTask<int> SendAsync(
        SctpEndPoint peer, ushort streamId, ReadOnlyMemory<byte> payload, SctpSendOptions options = default, CancellationToken cancellationToken = default)
    {
        CheckPeer(peer);
        CheckMessage(payload, options);
        return _sender.SendAsync(new SctpOneToManyMessage(0, peer, streamId, options, payload), cancellationToken);
    }

    /// <summary>
    /// Sends a message on all associations that are up and returns how many they were. In one system call (SCTP_SENDALL) where there is
    /// room for all, else one after the other.
    /// </summary>
    /// <exception cref="ArgumentException">The payload is empty.</exception>
    /// <exception cref="SctpMessageTooLongException">The payload is over <see cref="MaxSendMessageSize"/>.</exception>
    public async ValueTask<int> SendToAllAsync(ushort streamId, ReadOnlyMemory<byte> payload, SctpSendOptions options = default, CancellationToken cancellationToken = default)
    {
        CheckMessage(payload, options);
        if (options.Destination is not null)
        {
            throw new ArgumentException($"{options.Destination} cannot be the destination of all associations; send to each by itself.", nameof(options));
        }
        if (_sender.TrySendToAll(new SctpOneToManyMessage(0, null, streamId, options, payload), out var count))
        {
            return count;
        }
        foreach (var associationId in AssociationIds)
        {
            try
            {
                await SendAsync(associationId, streamId, payload, options, cancellationToken);
                count++;
            }
            catch (Exception e) when (e is ArgumentException or SctpException && e is not ArgumentOutOfRangeException)
            {
                // Over, or about to be: it is none of all any more.
            }
        }
        return count;
    }

    /// <summary>The next message or notification of any association. A cancelled call loses none.</summary>
    /// <exception cref="ObjectDisposedException">The socket is disposed.</exception>
    public ValueTask<SctpOneToManyItem> ReceiveAsync(CancellationToken cancellationToken = default) => _receiver.Queue.TakeAsync(cancellationToken);

    /// <summary>
    /// What can be asked and set about one association: status, statistics, paths, authentication, settings. <see cref="SctpSettings"/>
    /// tells which of these only <see cref="Control"/> can set.
    /// </summary>
    /// <exception cref="ArgumentException">There is no such association.</exception>
    public SctpControl GetControl(int associationId)
        => AssociationIds.Contains(associationId)
            ? _channel.GetControl(associationId)
            : throw new ArgumentException($"There is no association {associationId} on {LocalEndPoint}; there are: {string.Join(", ", AssociationIds)}.", nameof(associationId));

    /// <summary>The local addresses of an association.</summary>
    /// <exception cref="ArgumentException">There is no such association.</exception>
    public SctpEndPoint GetLocalAddresses(int associationId) => _channel.GetLocalAddresses(associationId);

    /// <summary>The peer's addresses of an association.</summary>
    /// <exception cref="ArgumentException">There is no such association.</exception>
    public SctpEndPoint GetPeerAddresses(int associationId) => _channel.GetPeerAddresses(associationId);

    /// <summary>Ends an association at once by an ABORT (RFC 9260 section 9.1) that carries the reason, cut to 1,024 bytes of UTF-8.</summary>
    /// <exception cref="ArgumentException">There is no such association.</exception>
    public void Abort(int associationId, string? reason = null) => _channel.Abort(associationId, reason);

    /// <summary>Shuts an association down gracefully (RFC 9260 section 9.2). Completes when it is over.</summary>
    /// <exception cref="ArgumentException">There is no such association.</exception>
    /// <exception cref="SctpAbortedException">It was aborted or lost instead.</exception>
    public async Task ShutdownAsync(int associationId, CancellationToken cancellationToken = default)
        => await _receiver.Waiters.Shutdown(associationId, _channel.Shutdown).WaitAsync(cancellationToken);

    /// <summary>
    /// Gives an association a socket of its own (RFC 6458 section 9.2), with the socket's options and all that it has received and nobody
    /// has taken yet. Its id is not this socket's any more. The caller disposes it.
    /// </summary>
    /// <exception cref="ArgumentException">There is no such association.</exception>
    /// <exception cref="SctpException">It is not up, or there is no descriptor left.</exception>
    public SctpAssociation PeelOff(int associationId)
    {
        var channel = _channel.PeelOff(associationId);
        var received = _receiver.TakeOver(associationId);
        return new SctpAssociation(channel, _options, _environment, received);
    }

    /// <summary>
    /// Shuts all associations down gracefully; those that are not over after <see cref="SctpAssociationOptions.ShutdownTimeout"/> are
    /// aborted. What is not received yet is lost. Idempotent.
    /// </summary>
    public ValueTask DisposeAsync()
    {
        var disposal = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return new ValueTask(Interlocked.CompareExchange(ref _disposal, disposal.Task, null) ?? DisposeCoreAsync(disposal));
    }

    private async Task DisposeCoreAsync(TaskCompletionSource disposal)
    {
        _sender.Close();
        _receiver.BeginClose();
        foreach (var associationId in AssociationIds)
        {
            try
            {
                _channel.Shutdown(associationId);
            }
            catch (Exception e) when (e is ArgumentException or SctpException)
            {
                // Over already, or not even up: closing ends it.
            }
        }
        try
        {
            await _receiver.Empty.WaitAsync(_options.ShutdownTimeout, _options.TimeProvider);
        }
        catch (TimeoutException)
        {
            // Closing aborts what is left.
        }
        _channel.Close();
        _receiver.Waiters.Close();
        disposal.SetResult();
    }

    private static void CheckPeer(SctpEndPoint peer)
    {
        ArgumentNullException.ThrowIfNull(peer);
        if (peer.Port == 0)
        {
            throw new ArgumentException($"{peer} has no port to connect to.", nameof(peer));
        }
    }

    private void CheckMessage(ReadOnlyMemory<byte> payload, in SctpSendOptions options)
    {
        options.Validate();
        if (payload.IsEmpty)
        {
            throw new ArgumentException("SCTP has no empty messages; give at least one byte.", nameof(payload));
        }
        if (payload.Length > MaxSendMessageSize)
        {
            throw new SctpMessageTooLongException(payload.Length, MaxSendMessageSize);
        }
    }

    private void TryAbort(int associationId)
    {
        try
        {
            _channel.Abort(associationId, null);
        }
        catch (Exception e) when (e is ArgumentException or ObjectDisposedException)
        {
            // Over already.
        }
    }
}
