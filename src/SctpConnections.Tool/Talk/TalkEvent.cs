using SctpConnections.Notifications;

namespace SctpConnections.Tool.Talk;

/// <summary>What came from an association: a message, a notification, or its end.</summary>
internal sealed record TalkEvent
{
    public SctpMessageInfo Info { get; init; }

    /// <summary>The bytes of a message, or null when this is none.</summary>
    public byte[]? Payload { get; init; }

    public SctpNotification? Notification { get; init; }

    public SctpCloseReason? Closed { get; init; }
}
