using Microsoft.AspNetCore.Connections;
using SctpConnections.Features;

namespace SctpConnections.AspNetCore;

internal static class AssociationLookup
{
    /// <summary>The association of a connection.</summary>
    /// <exception cref="InvalidOperationException">The connection is not SCTP.</exception>
    public static SctpAssociation GetSctpAssociation(this ConnectionContext context, string caller)
        => context.Features.Get<ISctpAssociationFeature>()?.Association
            ?? throw new InvalidOperationException(
                $"{caller} needs an SCTP association, but connection {context.ConnectionId} on {context.LocalEndPoint} is none. Use it on endpoints of ListenSctp or AddSctpServer.");

    /// <summary>Whether a handler failed because its association ended, which it need not catch.</summary>
    public static bool IsEndOf(this Exception exception, SctpAssociation association)
        => exception is ConnectionResetException or ConnectionAbortedException
            || (exception is SctpException or OperationCanceledException && association.CloseReason is not null);
}
