using System.Net;
using Microsoft.Extensions.Logging;
using SctpConnections.Notifications;

namespace SctpConnections;

/// <summary>The log messages of the engine. Event ids 1 to 99; a removed one is not used again.</summary>
internal static partial class SctpLog
{
    public const string Category = "SctpConnections.Transport";

    public static void AssociationUp(ILogger logger, SctpAssociation association)
    {
        if (logger.IsEnabled(LogLevel.Debug))
        {
            AssociationUp(logger, association.Id, association.LocalEndPoint, association.RemoteEndPoint, association.OutboundStreams, association.InboundStreams, association.ProviderName);
        }
    }

    public static void AssociationDown(ILogger logger, SctpAssociation association, SctpCloseReason reason, int lostBytes)
    {
        if (logger.IsEnabled(LogLevel.Debug))
        {
            AssociationDown(logger, association.Id, reason.Kind, reason.Side, reason.ToString(), lostBytes);
        }
    }

    public static void Notification(ILogger logger, SctpAssociation association, SctpNotification notification)
    {
        if (logger.IsEnabled(LogLevel.Debug) && notification is not SctpSenderDryNotification)
        {
            Notification(logger, association.Id, notification);
        }
    }

    public static void StreamLimitReached(ILogger logger, SctpAssociation association, ushort streamId)
    {
        if (logger.IsEnabled(LogLevel.Warning))
        {
            StreamLimitReached(logger, association.Id, streamId);
        }
    }

    public static void FailedOver(ILogger logger, SctpAssociation association, IPAddress address)
    {
        if (logger.IsEnabled(LogLevel.Warning))
        {
            FailedOver(logger, association.Id, address);
        }
    }

    public static void PrimaryPathBack(ILogger logger, SctpAssociation association, IPAddress address)
    {
        if (logger.IsEnabled(LogLevel.Information))
        {
            PrimaryPathBack(logger, association.Id, address);
        }
    }

    /// <summary>What was agreed on takes some questions to the provider, so it is asked only when it is logged.</summary>
    public static void Capabilities(ILogger logger, SctpAssociation association)
    {
        if (!logger.IsEnabled(LogLevel.Debug))
        {
            return;
        }
        try
        {
            Capabilities(logger, association.Id, association.Control.GetCapabilities());
        }
        catch (Exception e) when (e is SctpException or NotSupportedException)
        {
            // It ended meanwhile, or its provider has nothing to tell.
        }
    }

    public static void PeerStalled(ILogger logger, SctpAssociation association, long bytes, TimeSpan age)
    {
        if (logger.IsEnabled(LogLevel.Warning))
        {
            PeerStalled(logger, association.Id, age, bytes);
        }
    }

    [LoggerMessage(4, LogLevel.Information, "SCTP uses the {Provider} provider.")]
    public static partial void ProviderChosen(ILogger logger, string provider);

    [LoggerMessage(5, LogLevel.Debug, "The {Provider} provider is not used: {Reason}")]
    public static partial void ProviderUnsupported(ILogger logger, string provider, string reason);

    [LoggerMessage(6, LogLevel.Error, "Accepting on {EndPoint} failed; the listener goes on.")]
    public static partial void AcceptFailed(ILogger logger, SctpEndPoint endPoint, Exception exception);

    [LoggerMessage(1, LogLevel.Debug, "Association {Id} is up: {Local} to {Remote}, {Outbound} streams out and {Inbound} in, provider {Provider}.", SkipEnabledCheck = true)]
    private static partial void AssociationUp(ILogger logger, string id, SctpEndPoint local, SctpEndPoint remote, int outbound, int inbound, string provider);

    [LoggerMessage(2, LogLevel.Debug, "Association {Id} ended ({Kind}, {Side}): {Reason} {LostBytes} bytes were queued and not sent.", SkipEnabledCheck = true)]
    private static partial void AssociationDown(ILogger logger, string id, SctpCloseKind kind, SctpCloseSide side, string reason, int lostBytes);

    [LoggerMessage(3, LogLevel.Debug, "Association {Id}: {Notification}", SkipEnabledCheck = true)]
    private static partial void Notification(ILogger logger, string id, SctpNotification notification);

    [LoggerMessage(7, LogLevel.Warning, "Association {Id}: stream {StreamId} holds more unread bytes than StreamReceiveLimit; its reader is slow.", SkipEnabledCheck = true)]
    private static partial void StreamLimitReached(ILogger logger, string id, ushort streamId);

    [LoggerMessage(16, LogLevel.Debug, "Association {Id} agreed: {Capabilities}", SkipEnabledCheck = true)]
    private static partial void Capabilities(ILogger logger, string id, SctpCapabilities capabilities);

    [LoggerMessage(17, LogLevel.Warning, "Association {Id}: the primary path to {Address} has failed; data goes over another one.", SkipEnabledCheck = true)]
    private static partial void FailedOver(ILogger logger, string id, IPAddress address);

    [LoggerMessage(18, LogLevel.Information, "Association {Id}: the primary path to {Address} is back.", SkipEnabledCheck = true)]
    private static partial void PrimaryPathBack(ILogger logger, string id, IPAddress address);

    [LoggerMessage(8, LogLevel.Warning, "Association {Id}: the peer acknowledged nothing for {Age}, while {Bytes} bytes wait for it.", SkipEnabledCheck = true)]
    private static partial void PeerStalled(ILogger logger, string id, TimeSpan age, long bytes);
}
