using SctpConnections.Notifications;
using SctpConnections.Providers;

namespace SctpConnections;

/// <summary>What a one-to-many socket received: a message, or a notification, of one of its associations. Its bytes belong to the caller.</summary>
public readonly struct SctpOneToManyItem
{
    internal SctpOneToManyItem(int associationId, in SctpMessageInfo info, ReadOnlyMemory<byte> payload)
    {
        AssociationId = associationId;
        Info = info;
        Payload = payload;
    }

    internal SctpOneToManyItem(int associationId, SctpNotification notification)
    {
        AssociationId = associationId;
        Notification = notification;
    }

    /// <summary>The association that it belongs to. An id is not given out again soon after its association ended.</summary>
    public int AssociationId { get; }

    /// <summary>What happened, or null for a message.</summary>
    public SctpNotification? Notification { get; }

    /// <summary>Whether this is a message and no notification.</summary>
    public bool IsMessage => Notification is null;

    /// <summary>Stream, payload protocol identifier, ordering and sequence numbers of a message.</summary>
    public SctpMessageInfo Info { get; }

    /// <summary>The user data of a message, exactly as one send gave it; empty for a notification.</summary>
    public ReadOnlyMemory<byte> Payload { get; }

    /// <summary>The stream that the message arrived on.</summary>
    public ushort StreamId => Info.StreamId;

    /// <summary>The payload protocol identifier of the message, in host byte order.</summary>
    public uint PayloadProtocolIdentifier => Info.PayloadProtocolIdentifier;

    /// <summary>Gives it to an association as if it had just arrived there.</summary>
    internal void HandOn(SctpAssociationSink sink)
    {
        if (Notification is not null)
        {
            sink.OnNotification(Notification);
            return;
        }
        for (var position = 0; position < Payload.Length;)
        {
            var length = Math.Min(Payload.Length - position, MessageBlock.Size);
            var block = MessageBlock.Rent(length);
            Payload.Span.Slice(position, length).CopyTo(block.Free);
            position += length;
            sink.OnMessage(Info with { IsEndOfMessage = Info.IsEndOfMessage && position == Payload.Length }, block, block.Commit(length), length);
            block.Park();
        }
    }
}
