using System.Net;
using Microsoft.Extensions.Logging;

namespace SctpConnections.AspNetCore;

/// <summary>The log messages of hosting. Event ids 300 to 399; a removed one is not used again.</summary>
internal static partial class HostingLog
{
    public const string Category = "SctpConnections.Hosting";

    [LoggerMessage(300, LogLevel.Error, "The pipeline of stream {StreamId} of association {Id} failed; the other streams go on.")]
    public static partial void StreamFailed(ILogger logger, string id, ushort streamId, Exception exception);

    [LoggerMessage(301, LogLevel.Debug, "The pipeline of stream {StreamId} of association {Id} ended with it.")]
    public static partial void StreamEnded(ILogger logger, string id, ushort streamId, Exception exception);

    [LoggerMessage(302, LogLevel.Information, "Now listening on {EndPoint}.")]
    public static partial void Listening(ILogger logger, EndPoint endPoint);

    [LoggerMessage(303, LogLevel.Error, "The handler of association {Id} failed.")]
    public static partial void HandlerFailed(ILogger logger, string id, Exception exception);

    [LoggerMessage(304, LogLevel.Debug, "The handler of association {Id} ended with it.")]
    public static partial void HandlerEnded(ILogger logger, string id, Exception exception);

    [LoggerMessage(305, LogLevel.Warning, "{Count} associations of {EndPoint} did not end before the host's limit and are aborted.")]
    public static partial void Aborting(ILogger logger, int count, EndPoint endPoint);

    [LoggerMessage(306, LogLevel.Error, "{Count} handlers of {EndPoint} still run although their associations are aborted.")]
    public static partial void HandlersLeft(ILogger logger, int count, EndPoint endPoint);

    [LoggerMessage(307, LogLevel.Critical, "Accepting on {EndPoint} failed for good.")]
    public static partial void AcceptFailed(ILogger logger, EndPoint endPoint, Exception exception);
}
