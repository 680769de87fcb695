using SctpConnections.Notifications;

namespace SctpConnections.TestShared;

/// <summary>What is under way to one end: a message, a notification or the end.</summary>
internal sealed class MemoryItem
{
    public SctpMessageInfo Info { get; init; }

    public byte[]? Payload { get; init; }

    public SctpNotification? Notification { get; init; }

    public SctpCloseReason? Close { get; init; }

    /// <summary>How much of the payload was delivered.</summary>
    public int Delivered { get; set; }
}
