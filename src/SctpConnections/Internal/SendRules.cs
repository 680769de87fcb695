using SctpConnections.Providers;

namespace SctpConnections;

/// <summary>What a message must be so that an association can send it.</summary>
internal static class SendRules
{
    public static void Check(SctpAssociation association, in SctpOutboundMessage message)
    {
        message.Options.Validate();
        if (message.Payload.IsEmpty)
        {
            throw new ArgumentException("SCTP has no empty messages: the payload must hold at least one byte.", nameof(message));
        }
        if (message.Payload.Length > association.MaxSendMessageSize)
        {
            throw new SctpMessageTooLongException(message.Payload.Length, association.MaxSendMessageSize);
        }
        if (message.Options.Destination is not null && !association.Channel.AllowsDestinations)
        {
            throw new SctpSendRefusedException(
                $"The message was not sent: this association does not send to {message.Options.Destination} by itself; set {nameof(SctpAssociationOptions.PerMessageDestinations)} in its options.");
        }
        if (!HasStream(association, message.StreamId))
        {
            throw new ArgumentOutOfRangeException(nameof(message), NoSuchStream(association, message.StreamId));
        }
    }

    /// <summary>Whether a stream exists. One that died before it was accepted has no streams; that it ended is the better error.</summary>
    public static bool HasStream(SctpAssociation association, int id) => association.OutboundStreams is var count && (id < count || count == 0);

    public static string NoSuchStream(SctpAssociation association, int id)
    {
        var streams = association.OutboundStreams == 1 ? "only stream 0 was agreed on" : $"streams 0 to {association.OutboundStreams - 1} were agreed on";
        return $"Outbound stream {id} does not exist: {streams}; ask for more with OutboundStreams.";
    }
}
