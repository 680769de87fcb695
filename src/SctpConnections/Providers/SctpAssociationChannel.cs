namespace SctpConnections.Providers;

/// <summary>One association of a provider, below streams, pipes and limits. The engine drives it; members are thread-safe unless they say otherwise.</summary>
public abstract class SctpAssociationChannel
{
    /// <summary>The local addresses and port.</summary>
    public abstract SctpEndPoint LocalEndPoint { get; }

    /// <summary>The peer's addresses and port, the primary one first.</summary>
    public abstract SctpEndPoint RemoteEndPoint { get; }

    /// <summary>The outbound streams agreed on.</summary>
    public abstract int OutboundStreams { get; }

    /// <summary>The inbound streams agreed on.</summary>
    public abstract int InboundStreams { get; }

    /// <summary>The longest message that can be sent, in bytes.</summary>
    public abstract int MaxSendMessageSize { get; }

    /// <summary>The socket behind the association, or null where there is none.</summary>
    public virtual System.Net.Sockets.Socket? Socket => null;

    /// <summary>What can be asked and set about the association.</summary>
    /// <exception cref="NotSupportedException">The provider has no such thing.</exception>
    public virtual SctpControl Control => throw new NotSupportedException("This provider has nothing to ask or set.");

    /// <summary>
    /// Bytes that were taken and are neither acknowledged nor given up, or null when the provider cannot tell. It may count overhead:
    /// taking a message adds at least its payload, and only an acknowledgement or giving up takes away.
    /// </summary>
    public virtual long? UnacknowledgedBytes => null;

    /// <summary>Whether <see cref="SctpSendOptions.Destination"/> is honoured.</summary>
    public virtual bool AllowsDestinations => true;

    /// <summary>Where the engine's own work is queued: the thread pool, unless a simulation runs everything itself.</summary>
    public virtual void Schedule(IThreadPoolWorkItem work) => ThreadPool.UnsafeQueueUserWorkItem(work, preferLocal: false);

    /// <summary>Begins to report to the sink. Called once, before anything else.</summary>
    public abstract void Start(SctpAssociationSink sink);

    /// <summary>Sends messages in order, as many as there is room for. One call at a time.</summary>
    /// <param name="messages">The messages.</param>
    /// <param name="sent">How many were taken.</param>
    public abstract SctpSendStatus TrySend(ReadOnlySpan<SctpOutboundMessage> messages, out int sent);

    /// <summary>Why the last <see cref="TrySend"/> answered <see cref="SctpSendStatus.Refused"/>. Read before the next call.</summary>
    public virtual Exception? Refusal => null;

    /// <summary>Receives again after <see cref="SctpAssociationSink.IsReceivePaused"/> stopped it.</summary>
    public abstract void ResumeReceive();

    /// <summary>Begins the graceful shutdown once all that was sent is acknowledged (RFC 9260 section 9.2). The end is reported to the sink.</summary>
    public abstract void Shutdown();

    /// <summary>
    /// Ends the association by an ABORT, at once and without a report to the sink. Idempotent.
    /// </summary>
    /// <param name="text">The reason, sent along where the provider can.</param>
    public abstract void Abort(string? text);

    /// <summary>Frees what the channel holds, after the association ended. Idempotent; an association that still lives is aborted.</summary>
    public abstract void Close();
}
