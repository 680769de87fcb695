using Microsoft.Extensions.Logging;

namespace SctpConnections.Linux.Internal;

/// <summary>The log messages of the kernel provider. Event ids 100 to 199; a removed one is not used again.</summary>
internal static partial class LinuxLog
{
    public const string Category = "SctpConnections.Linux";

    /// <summary>The kernel rounds, clamps and drops options without an error.</summary>
    public static void WarnOfAdjustments(ILogger logger, SctpEndPoint endPoint, IReadOnlyList<SctpAdjustment> adjustments)
    {
        foreach (var adjustment in adjustments)
        {
            if (adjustment.Option == nameof(SctpAssociationOptions.ReceiveBufferSize))
            {
                SmallBuffer(logger, endPoint, adjustment.Effective, adjustment.Asked);
            }
            else
            {
                Adjusted(logger, endPoint, adjustment.Option, adjustment.Effective, adjustment.Asked);
            }
        }
    }

    [LoggerMessage(100, LogLevel.Error, "Accepting on {EndPoint} is held back: {Error}. Raise the limit (ulimit -n), or lower MaxAssociations.")]
    public static partial void AcceptBackedOff(ILogger logger, SctpEndPoint endPoint, string error);

    [LoggerMessage(101, LogLevel.Error, "An association accepted on {EndPoint} was given up.")]
    public static partial void AssociationNotWatched(ILogger logger, SctpEndPoint endPoint, Exception exception);

    [LoggerMessage(102, LogLevel.Warning, "{EndPoint} got a receive buffer of {Granted} bytes instead of {Wanted}; raise net.core.rmem_max, or expect stalls.")]
    private static partial void SmallBuffer(ILogger logger, SctpEndPoint endPoint, string granted, string wanted);

    [LoggerMessage(103, LogLevel.Warning, "{EndPoint}: the kernel took {Option} as {Effective} instead of {Asked}.")]
    private static partial void Adjusted(ILogger logger, SctpEndPoint endPoint, string option, string effective, string asked);
}
