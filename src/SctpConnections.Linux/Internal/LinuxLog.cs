using Microsoft.Extensions.Logging;

namespace SctpConnections.Linux.Internal;

/// <summary>The log messages of the kernel provider. Event ids 100 to 199; a removed one is not used again.</summary>
internal static partial class LinuxLog
{
    public const string Category = "SctpConnections.Linux";

    public static void WarnIfSmaller(ILogger logger, SctpEndPoint endPoint, int granted, int wanted)
    {
        // The kernel doubles what it is given, for its own bookkeeping.
        if (granted / 2 < wanted)
        {
            SmallBuffer(logger, endPoint, granted / 2, wanted);
        }
    }

    [LoggerMessage(100, LogLevel.Error, "Accepting on {EndPoint} is held back: {Error}. Raise the limit (ulimit -n), or lower MaxAssociations.")]
    public static partial void AcceptBackedOff(ILogger logger, SctpEndPoint endPoint, string error);

    [LoggerMessage(101, LogLevel.Error, "An association accepted on {EndPoint} was given up.")]
    public static partial void AssociationNotWatched(ILogger logger, SctpEndPoint endPoint, Exception exception);

    [LoggerMessage(102, LogLevel.Warning, "{EndPoint} got a receive buffer of {Granted} bytes instead of {Wanted}; raise net.core.rmem_max, or expect stalls.")]
    private static partial void SmallBuffer(ILogger logger, SctpEndPoint endPoint, int granted, int wanted);
}
