namespace SctpConnections.Linux.Internal;

/// <summary>An item of an association that was read before the association had a reader of its own: a notification as it came, or (a part of) a message.</summary>
internal sealed record QueuedItem(bool IsNotification, SctpMessageInfo Info, byte[] Data)
{
    public static QueuedItem From(scoped in ItemReader reader) => new(reader.IsNotification, reader.Info, reader.Data.ToArray());
}
