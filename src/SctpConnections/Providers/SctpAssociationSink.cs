using SctpConnections.Notifications;

namespace SctpConnections.Providers;

/// <summary>
/// The engine's side of an association, as a provider sees it. Everything but <see cref="OnWritable"/>,
/// <see cref="OnDelivery"/> and <see cref="OnBatchEnd"/> is called by one thread at a time, in the order of events.
/// </summary>
public abstract class SctpAssociationSink
{
    /// <summary>
    /// Reports a message or a part of one, whose bytes lie committed in a block. Parts of one message may be interleaved
    /// with those of other streams, and with the other ordering of the same stream.
    /// </summary>
    /// <param name="info">What came with it; <see cref="SctpMessageInfo.IsEndOfMessage"/> tells the last part.</param>
    /// <param name="block">The block, which the engine keeps as long as it needs it.</param>
    /// <param name="offset">Where the bytes begin.</param>
    /// <param name="length">How many they are.</param>
    public abstract void OnMessage(in SctpMessageInfo info, MessageBlock block, int offset, int length);

    /// <summary>Reports a notification, in its place among the messages.</summary>
    public abstract void OnNotification(SctpNotification notification);

    /// <summary>Reports that the association is over; nothing follows.</summary>
    public abstract void OnClosed(SctpCloseReason reason);

    /// <summary>
    /// Whether the receive limit is reached: the provider then stops receiving until <see cref="SctpAssociationChannel.ResumeReceive"/>.
    /// </summary>
    public abstract bool IsReceivePaused { get; }

    /// <summary>
    /// Ends a batch: readers go on. User code may run inside, so the provider must hold no lock, and another of its threads may
    /// already report the next batch.
    /// </summary>
    public abstract void OnBatchEnd();

    /// <summary>
    /// Reports what became of a message with a <see cref="SctpOutboundMessage.DeliveryId"/>, once, from any thread; before
    /// <see cref="OnClosed"/>, which stands for all that are still open.
    /// </summary>
    public abstract void OnDelivery(uint deliveryId, in SctpDelivery result);

    /// <summary>Reports that a channel which had no room has room again.</summary>
    public abstract void OnWritable();
}
