using Microsoft.AspNetCore.Connections;

namespace SctpConnections;

/// <summary>What readers and senders get once an association is over: one table for every view.</summary>
internal static class CloseError
{
    /// <summary>The error of a read after the last message, or null when the input just ends.</summary>
    public static Exception? ForRead(SctpCloseReason reason) => reason.Kind switch
    {
        SctpCloseKind.Shutdown => null,
        _ => Create(reason),
    };

    public static Exception ForSend(SctpCloseReason reason) => reason.Kind switch
    {
        SctpCloseKind.Shutdown => new SctpException($"Nothing more can be sent. {reason}"),
        _ => Create(reason),
    };

    private static Exception Create(SctpCloseReason reason) => (reason.Kind, reason.Side) switch
    {
        (SctpCloseKind.Abort, SctpCloseSide.Local) => reason.Error as ConnectionAbortedException
            ?? new ConnectionAbortedException(reason.ToString(), reason.Error!),
        _ => new SctpAbortedException(reason),
    };
}
