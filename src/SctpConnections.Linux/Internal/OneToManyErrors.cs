using System.Globalization;
using SctpConnections.Linux.Interop;
using SctpConnections.Providers;

namespace SctpConnections.Linux.Internal;

/// <summary>What was wrong with a call on a one-to-many socket, in the user's terms. The kernel has only EINVAL and EPIPE for most of it.</summary>
internal static class OneToManyErrors
{
    private const int Shown = 20;

    public static ArgumentException Unknown(int associationId, IReadOnlyList<int> ids, SctpEndPoint local)
    {
        var list = ids.Count == 0 ? "none" : string.Join(", ", ids.Take(Shown).Select(id => id.ToString(CultureInfo.InvariantCulture)));
        var more = ids.Count > Shown ? string.Create(CultureInfo.InvariantCulture, $" and {ids.Count - Shown} more") : "";
        return new ArgumentException(
            $"{local} has no association {associationId}: it has {list}{more} (AssociationIds). It may have ended, or been peeled off.", nameof(associationId));
    }

    public static Exception ForDestination(int descriptor, in SctpOneToManyMessage message, SctpEndPoint local)
        => message.Peer is null && OneToManyQuery.GetStatus(descriptor, message.AssociationId) is null
            ? Unknown(message.AssociationId, OneToManyQuery.GetIds(descriptor), local)
            : new SctpSendRefusedException($"The message was not sent: {message.Options.Destination} is no address of the peer {message.Peer?.ToString() ?? $"of association {message.AssociationId}"}.");

    public static Exception ForSend(int descriptor, int error, in SctpOneToManyMessage message, int limit, SctpEndPoint local, SctpAssociationOptions options)
    {
        var id = message.Peer is null ? message.AssociationId : OneToManyQuery.FindPeer(descriptor, message.Peer);
        var status = OneToManyQuery.GetStatus(descriptor, id);
        var streams = status?.sstat_outstrms ?? options.OutboundStreams;
        return error switch
        {
            Errno.EMSGSIZE => new SctpMessageTooLongException(message.Payload.Length, limit),
            Errno.EINVAL or Errno.EPIPE or Errno.ENOENT or Errno.ENOTCONN when message.Peer is null && status is null
                => Unknown(id, OneToManyQuery.GetIds(descriptor), local),
            Errno.EINVAL when message.StreamId >= streams
                => new ArgumentOutOfRangeException(nameof(message), message.StreamId, $"Stream {message.StreamId} does not exist: streams 0 to {streams - 1} were agreed on."),
            Errno.EINVAL when message.Options.AuthenticationKeyId is { } key
                => new SctpSendRefusedException($"The message was not sent: the authentication key {key} does not exist on association {id} ({Errno.Describe(error)})."),
            Errno.ESHUTDOWN or Errno.EPIPE or Errno.ENOTCONN => new SctpException($"Association {id} is shutting down; nothing more can be sent on it."),
            _ when message.Peer is not null => KernelConnector.ConnectError(error, message.Peer),
            _ => new SctpException($"Association {id} did not take the message: {Errno.Describe(error)}."),
        };
    }
}
