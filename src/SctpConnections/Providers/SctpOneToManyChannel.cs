namespace SctpConnections.Providers;

/// <summary>
/// A provider's one-to-many socket, below queue, limits and waiting. The engine drives it; members are thread-safe. An unknown
/// association is an <see cref="ArgumentException"/> that names its id and those that there are.
/// </summary>
public abstract class SctpOneToManyChannel
{
    /// <summary>What it is bound to, with the port that was chosen.</summary>
    public abstract SctpEndPoint LocalEndPoint { get; }

    /// <summary>The longest message that can be sent, in bytes.</summary>
    public abstract int MaxSendMessageSize { get; }

    /// <summary>The ids of all associations, those that are being set up or shut down too.</summary>
    public abstract IReadOnlyList<int> GetAssociationIds();

    /// <summary>Begins to report to the sink. Called once, before anything else.</summary>
    public abstract void Start(SctpOneToManySink sink);

    /// <summary>Reads again after <see cref="SctpOneToManySink.IsReceivePaused"/> stopped it.</summary>
    public abstract void ResumeReceive();

    /// <summary>Takes new associations from peers, or refuses them.</summary>
    public abstract void SetListening(bool isListening);

    /// <summary>Begins to set up an association and returns its id. A notification tells how it went.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">The peer cannot be reached.</exception>
    /// <exception cref="SctpException">There is an association with the peer already, or the address families do not fit.</exception>
    public abstract int Connect(SctpEndPoint peer);

    /// <summary>Sends a message. One call at a time.</summary>
    /// <param name="message">The message.</param>
    /// <param name="associationId">The association that took it.</param>
    /// <returns><see cref="SctpSendStatus.Done"/> or <see cref="SctpSendStatus.WouldBlock"/>; whatever else prevents it is an exception.</returns>
    public abstract SctpSendStatus TrySend(in SctpOneToManyMessage message, out int associationId);

    /// <summary>
    /// Sends a message to all associations that are up, in one call, if there is sure to be room for all of them. One call at a time.
    /// </summary>
    /// <param name="message">The message; its association and peer have no meaning.</param>
    /// <param name="count">How many associations took it.</param>
    /// <returns>False when it was sent to none, since there may be too little room.</returns>
    public abstract bool TrySendToAll(in SctpOneToManyMessage message, out int count);

    /// <summary>The local addresses of an association.</summary>
    public abstract SctpEndPoint GetLocalAddresses(int associationId);

    /// <summary>The peer's addresses of an association.</summary>
    public abstract SctpEndPoint GetPeerAddresses(int associationId);

    /// <summary>What can be asked and set about an association, or, with id 0, about those to come.</summary>
    /// <exception cref="NotSupportedException">The provider has no such thing.</exception>
    public virtual SctpControl GetControl(int associationId) => throw new NotSupportedException("This provider has nothing to ask or set.");

    /// <summary>Begins the graceful shutdown of an association.</summary>
    public abstract void Shutdown(int associationId);

    /// <summary>Ends an association by an ABORT with an optional reason.</summary>
    public abstract void Abort(int associationId, string? text);

    /// <summary>Gives an association a channel of its own. When this returns, everything of it that was read has been reported.</summary>
    public abstract SctpAssociationChannel PeelOff(int associationId);

    /// <summary>Frees what the channel holds and aborts the associations that it still has. Idempotent.</summary>
    public abstract void Close();
}
