using System.Buffers;
using System.Globalization;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Connections;
using SctpConnections.Notifications;
using SctpConnections.Providers;

namespace SctpConnections;

/// <summary>
/// An SCTP association. It can be read in one of three ways, and the first one used owns the reading: all messages in arrival
/// order (<see cref="ReadMessagesAsync"/>), stream by stream (<see cref="AcceptStreamAsync"/>, <see cref="OpenStream"/>), or the
/// pipe of the default stream (<see cref="DefaultStream"/>). Sending is open to all at once. Members are thread-safe.
/// </summary>
public sealed class SctpAssociation : IAsyncDisposable
{
    private static long s_lastId;

    private readonly SctpAssociationOptions _options;
    private readonly AssociationEnvironment _environment;
    private readonly AssociationEnd _end;
    private readonly StallWatch? _stallWatch;
    private SctpStream? _defaultStream;
    private DeliveryTable? _deliveries;
    private Reconfiguration? _reconfiguration;
    private string? _id;
    private FailoverWatch _failovers;

    internal SctpAssociation(SctpAssociationChannel channel, SctpAssociationOptions options, AssociationEnvironment environment, IReadOnlyList<SctpOneToManyItem>? received = null)
    {
        Channel = channel;
        _options = options;
        _environment = environment;
        Receiver = new AssociationReceiver(this, options);
        Sender = new AssociationSender(this, options);
        _end = new AssociationEnd(this, options);
        SctpLog.AssociationUp(environment.Logger, this);
        SctpLog.Capabilities(environment.Logger, this);
        if (options.ObservePaths)
        {
            Metrics.ShowPaths(this, options.TimeProvider);
        }
        if (options.StalledPeerTimeout is { } timeout)
        {
            // Made before the channel can report the end, so that the end finds it.
            _stallWatch = new StallWatch(this, timeout, options.TimeProvider);
        }
        try
        {
            // What came while the association was one of many.
            foreach (var item in received ?? [])
            {
                item.HandOn(Receiver);
            }
            channel.Start(Receiver);
            _stallWatch?.Start();
        }
        catch (Exception e)
        {
            _end.Abort(new SctpCloseReason(SctpCloseKind.Fault, SctpCloseSide.Local) { Error = e });
            throw;
        }
    }

    /// <summary>A short name for logs, unique in this process.</summary>
    public string Id => _id ?? Interlocked.CompareExchange(ref _id, CreateId(), null) ?? _id;

    /// <summary>The local addresses and port.</summary>
    public SctpEndPoint LocalEndPoint => Channel.LocalEndPoint;

    /// <summary>The peer's addresses and port.</summary>
    public SctpEndPoint RemoteEndPoint => Channel.RemoteEndPoint;

    /// <summary>The number of outbound streams agreed on; their ids are 0 to one less.</summary>
    public int OutboundStreams => Channel.OutboundStreams;

    /// <summary>The number of inbound streams agreed on.</summary>
    public int InboundStreams => Channel.InboundStreams;

    /// <summary>The longest message that can be sent, in bytes.</summary>
    public int MaxSendMessageSize => Sender.MaxMessageSize;

    /// <summary>The name of the provider, such as <c>kernel</c>.</summary>
    public string ProviderName => _environment.Provider;

    /// <summary>The socket behind the association for options of the operating system, or null. Do not read, write or close it.</summary>
    public Socket? Socket => Channel.Socket;

    /// <summary>What can be asked and set: status, statistics, settings, paths and addresses, authentication, capabilities.</summary>
    /// <exception cref="NotSupportedException">The provider has no such thing.</exception>
    public SctpControl Control => Channel.Control;

    /// <summary>Received bytes that no reader has taken yet, each message counted with 96 bytes more, as the limits see them.</summary>
    public int UnreadBytes => Receiver.Buffered;

    /// <summary>Bytes of sends that have completed and wait for the provider to take them.</summary>
    public int QueuedSendBytes => Sender.QueuedBytes;

    /// <summary>
    /// Bytes that the provider has taken and the peer has not acknowledged, or null when the provider cannot tell. The kernel counts
    /// the memory that they take, which for small messages is far more than their payload.
    /// </summary>
    public long? UnacknowledgedBytes => Channel.UnacknowledgedBytes;

    /// <summary>Why the association ended, or null while it lives.</summary>
    public SctpCloseReason? CloseReason => _end.Reason;

    /// <summary>Fires when nothing more can be received, for whatever reason. Callbacks run on the thread pool.</summary>
    public CancellationToken Closed => _end.Closed;

    /// <summary>Ends when the association is over: shut down completely, aborted or lost. Never faults; see <see cref="CloseReason"/>.</summary>
    public Task Completion => _end.Over;

    /// <summary>
    /// The default stream (<see cref="SctpAssociationOptions.DefaultStreamId"/>) as the only one that is read. What comes on others
    /// follows <see cref="SctpAssociationOptions.UnreadStreamPolicy"/>.
    /// </summary>
    public SctpStream DefaultStream
    {
        get
        {
            if (_defaultStream is null)
            {
                Interlocked.CompareExchange(ref _defaultStream, new SctpStream(this, _options.DefaultStreamId, ReadView.DefaultStream), null);
            }
            return _defaultStream;
        }
    }

    internal SctpAssociationChannel Channel { get; }

    /// <summary>
    /// The connection around the association, kept alive with it: a host refers to its connections weakly, so that a handler which waits
    /// for the host alone would be collected.
    /// </summary>
    internal object? Owner { get; set; }

    internal AssociationReceiver Receiver { get; }

    internal AssociationSender Sender { get; }

    internal DeliveryTable Deliveries => _deliveries ?? Interlocked.CompareExchange(ref _deliveries, new DeliveryTable(this), null) ?? _deliveries;

    private Reconfiguration Reconfiguration
        => _reconfiguration ?? Interlocked.CompareExchange(ref _reconfiguration, new Reconfiguration(this, _options.TimeProvider), null) ?? _reconfiguration;

    internal SctpMetrics Metrics => _environment.Metrics;

    internal AssociationEnvironment Environment => _environment;

    /// <summary>
    /// All messages of all streams in arrival order, until the peer shuts the association down. A message is valid until the next
    /// one is asked for. Leaving the loop loses no message but the one at hand; a later loop goes on.
    /// </summary>
    /// <exception cref="InvalidOperationException">Another view, or another loop, reads the association.</exception>
    /// <exception cref="SctpAbortedException">The peer aborted, or was lost; thrown after the last message.</exception>
    /// <exception cref="ConnectionAbortedException">This side aborted.</exception>
    public IAsyncEnumerable<SctpMessage> ReadMessagesAsync(CancellationToken cancellationToken = default)
        => new MessageSequence(Receiver.Messages, cancellationToken);

    /// <summary>The next stream that the peer began to use, or null once the association ended. One call at a time.</summary>
    public ValueTask<SctpStream?> AcceptStreamAsync(CancellationToken cancellationToken = default)
        => Receiver.Streams.AcceptAsync(cancellationToken);

    /// <summary>Streams as the peer begins to use them, until the association ends.</summary>
    public async IAsyncEnumerable<SctpStream> AcceptStreamsAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (await AcceptStreamAsync(cancellationToken) is { } stream)
        {
            yield return stream;
        }
    }

    /// <summary>A stream by its id, whether it was used before or not; the same object each time. It is not accepted again.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Neither side agreed on so many streams.</exception>
    public SctpStream OpenStream(ushort id)
    {
        var count = Math.Max(OutboundStreams, InboundStreams);
        if (id >= count)
        {
            throw new ArgumentOutOfRangeException(nameof(id), id, $"Stream {id} does not exist: streams 0 to {count - 1} were agreed on.");
        }
        return Receiver.Streams.Open(id);
    }

    /// <summary>What happens to the association, until it ends. One reader; the oldest are dropped beyond <see cref="SctpAssociationOptions.NotificationLimit"/>.</summary>
    public async IAsyncEnumerable<SctpNotification> ReadNotificationsAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (await Receiver.Notifications.TakeAsync(cancellationToken) is { } notification)
        {
            yield return notification;
        }
    }

    /// <summary>
    /// Sends a message. Completes when the association has taken it: it is then sent in order with its stream, unless the
    /// association ends. The payload may be reused then. A cancelled send did not happen.
    /// </summary>
    /// <exception cref="ArgumentException">The payload is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The stream does not exist.</exception>
    /// <exception cref="SctpMessageTooLongException">The payload is over <see cref="MaxSendMessageSize"/>.</exception>
    /// <exception cref="SctpAbortedException">The peer aborted, or was lost.</exception>
    /// <exception cref="ConnectionAbortedException">This side aborted.</exception>
    /// <exception cref="SctpSendRefusedException">The provider cannot send the message as its options ask; the association goes on.</exception>
    /// <exception cref="SctpException">The association is shut down.</exception>
    public ValueTask SendAsync(ushort streamId, ReadOnlyMemory<byte> payload, SctpSendOptions options = default, CancellationToken cancellationToken = default)
        => Sender.SendAsync(new SctpOutboundMessage(streamId, options, new ReadOnlySequence<byte>(payload)), cancellationToken);

    /// <summary>As <see cref="SendAsync(ushort, ReadOnlyMemory{byte}, SctpSendOptions, CancellationToken)"/>, for a payload in pieces.</summary>
    public ValueTask SendAsync(ushort streamId, ReadOnlySequence<byte> payload, SctpSendOptions options = default, CancellationToken cancellationToken = default)
        => Sender.SendAsync(new SctpOutboundMessage(streamId, options, payload), cancellationToken);

    /// <summary>
    /// Sends a message and completes when its fate is known: acknowledged by the peer, given up, or lost with the association. No
    /// fate throws. Cancelling before the association took the message withdraws it, as with <c>SendAsync</c>; afterwards
    /// it ends the waiting, not the sending. The payload may be reused when the call has completed. A result takes a round trip,
    /// or longer while other messages keep the association busy; new ones are held back before it takes too long. The peer is asked
    /// to acknowledge at once. A provider may learn the fate only in its turn among received messages, so keep reading.
    /// </summary>
    /// <exception cref="ArgumentException">The payload is empty, or the options contradict each other.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The stream does not exist, or the context is too large.</exception>
    /// <exception cref="SctpMessageTooLongException">The payload is over <see cref="MaxSendMessageSize"/>.</exception>
    /// <exception cref="SctpSendRefusedException">The provider refuses what the options ask for, such as an address that the peer does not have.</exception>
    /// <exception cref="InvalidOperationException">65,536 results of this association are awaited already.</exception>
    public ValueTask<SctpDelivery> DeliverAsync(ushort streamId, ReadOnlyMemory<byte> payload, SctpSendOptions options = default, CancellationToken cancellationToken = default)
        => DeliverAsync(streamId, new ReadOnlySequence<byte>(payload), options, cancellationToken);

    /// <summary>As <see cref="DeliverAsync(ushort, ReadOnlyMemory{byte}, SctpSendOptions, CancellationToken)"/>, for a payload in pieces.</summary>
    public ValueTask<SctpDelivery> DeliverAsync(ushort streamId, ReadOnlySequence<byte> payload, SctpSendOptions options = default, CancellationToken cancellationToken = default)
        => Deliveries.SendAsync(new SctpOutboundMessage(streamId, options, payload), cancellationToken);

    /// <summary>
    /// Resets streams: what was sent on them is acknowledged first, then their sequence numbers start at 0 again (RFC 6525). One
    /// reconfiguration is under way at a time, others wait. Both sides have to offer it; see <see cref="SctpAssociationOptions.AllowedReconfigurations"/>.
    /// </summary>
    /// <param name="directions">Which halves of the streams.</param>
    /// <param name="ids">The streams; none means all of them.</param>
    /// <param name="cancellationToken">Ends the waiting; the reset may still happen.</param>
    /// <exception cref="SctpException">It was not agreed on, the peer denied it, or the association has ended.</exception>
    public Task ResetStreamsAsync(SctpStreamDirections directions, IReadOnlyCollection<ushort>? ids = null, CancellationToken cancellationToken = default)
        => Reconfiguration.ResetStreamsAsync(directions, ids, cancellationToken);

    /// <summary>Resets the association: all its sequence numbers start anew (RFC 6525 section 5.1.4).</summary>
    /// <inheritdoc cref="ResetStreamsAsync"/>
    public Task ResetAsync(CancellationToken cancellationToken = default)
        => Reconfiguration.ResetAsync(cancellationToken);

    /// <summary>Adds streams (RFC 6525 section 5.1.5 and 5.1.6). <see cref="OutboundStreams"/> and <see cref="InboundStreams"/> tell the new numbers.</summary>
    /// <param name="outbound">Outbound streams to add.</param>
    /// <param name="inbound">Inbound streams to ask the peer for.</param>
    /// <param name="cancellationToken">Ends the waiting; they may still be added.</param>
    /// <exception cref="SctpException">It was not agreed on, the peer denied it, or the association has ended.</exception>
    public Task AddStreamsAsync(ushort outbound, ushort inbound = 0, CancellationToken cancellationToken = default)
        => Reconfiguration.AddStreamsAsync(outbound, inbound, cancellationToken);

    /// <summary>
    /// Shuts down gracefully (RFC 9260 section 9.2): sends no more, delivers what is queued, then says so to the peer. Messages
    /// that the peer still sends arrive; read on until the input ends. Completes when the association is over.
    /// </summary>
    public Task ShutdownAsync(CancellationToken cancellationToken = default)
    {
        _end.BeginShutdown();
        return Completion.WaitAsync(cancellationToken);
    }

    /// <summary>Ends the association at once by an ABORT (RFC 9260 section 9.1). Unsent and unread messages are lost.</summary>
    /// <param name="text">The reason, for this side's errors and log, and for the peer where the provider can send it.</param>
    public void Abort(string? text = null)
        => _end.Abort(new SctpCloseReason(SctpCloseKind.Abort, SctpCloseSide.Local) { Text = text });

    /// <summary>
    /// Ends the association: queued sends go out, then a graceful shutdown; an ABORT if that takes longer than
    /// <see cref="SctpAssociationOptions.ShutdownTimeout"/>. Unread messages are dropped. Idempotent.
    /// </summary>
    public ValueTask DisposeAsync() => _end.DisposeAsync();

    internal void Abort(ConnectionAbortedException? reason)
        => _end.Abort(new SctpCloseReason(SctpCloseKind.Abort, SctpCloseSide.Local) { Text = reason?.Message, Error = reason });

    /// <summary>Begins a graceful shutdown; the second time it does nothing.</summary>
    internal void BeginShutdown() => _end.BeginShutdown();

    internal void OnNotification(SctpNotification notification)
    {
        SctpLog.Notification(_environment.Logger, this, notification);
        Volatile.Read(ref _reconfiguration)?.OnNotification(notification);
        if (notification is SctpPeerAddressChangeNotification change)
        {
            _failovers.OnChange(this, change);
        }
        if (notification is SctpShutdownNotification)
        {
            _end.OnPeerShutdown();
        }
    }

    internal void OnClosed(SctpCloseReason reason) => _end.OnClosed(reason);

    /// <summary>Once: it is over.</summary>
    internal void OnOver()
    {
        _deliveries?.FailAll(CloseReason);
        _stallWatch?.Dispose();
    }

    /// <summary>The peer acknowledged nothing for too long.</summary>
    internal void OnStalled(long bytes, TimeSpan age)
    {
        SctpLog.PeerStalled(_environment.Logger, this, bytes, age);
        Metrics.PeerStalled(this);
        Receiver.AddNotification(new SctpPeerStalledNotification(bytes, age));
        if (_options.StalledPeerPolicy == SctpStalledPeerPolicy.Abort)
        {
            Abort($"the peer acknowledged nothing for {age}, while {bytes} bytes wait for it");
        }
    }

    /// <summary>Outside all locks: a batch of messages has come.</summary>
    internal void OnBatch(in BatchTally batch)
    {
        Metrics.BatchReceived(this, batch);
        if (batch.StreamsOverLimit > 0)
        {
            SctpLog.StreamLimitReached(_environment.Logger, this, batch.StreamOverLimit);
        }
        if (batch.AbortText is not null)
        {
            Abort(batch.AbortText);
        }
    }

    private string CreateId()
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"SCTP{Interlocked.Increment(ref s_lastId):X6}");
        return Interlocked.CompareExchange(ref _id, id, null) ?? id;
    }
}
