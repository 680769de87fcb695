using System.Text.Json;
using SctpConnections.Notifications;

namespace SctpConnections.Tool.Talk;

/// <summary>Notifications as names and sentences.</summary>
internal static class NotificationText
{
    private const string Prefix = "Sctp";
    private const string Suffix = "Notification";

    /// <summary>The names, such as <c>stream-reset</c>.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. typeof(SctpNotification).Assembly.GetExportedTypes().Where(t => t.IsSubclassOf(typeof(SctpNotification))).Select(Name).Order()];

    public static string NameOf(SctpNotification notification) => Name(notification.GetType());

    /// <summary>The name that was meant, whatever its case and hyphens.</summary>
    /// <exception cref="FormatException">There is no such notification.</exception>
    public static string Parse(string text)
    {
        var plain = Plain(text);
        plain = plain.StartsWith("sctp", StringComparison.Ordinal) ? plain[4..] : plain;
        plain = plain.EndsWith("notification", StringComparison.Ordinal) ? plain[..^12] : plain;
        return Names.FirstOrDefault(n => Plain(n) == plain)
            ?? throw new FormatException($"no notification is called '{text}': there are {string.Join(", ", Names)}");
    }

    public static string Describe(SctpNotification notification) => notification switch
    {
        SctpAssociationChangeNotification n => Change(n),
        SctpPeerAddressChangeNotification n => $"path to {n.Address}: {n.State}" + (n.ErrorCode == 0 ? "" : $" (error {n.ErrorCode})"),
        SctpRemoteErrorNotification n => $"the peer reports an error: {SctpErrorCause.GetName(n.CauseCode)}",
        SctpSendFailedNotification n =>
            $"not delivered: {n.Payload.Length} bytes on stream {n.StreamId}, context {n.Options.Context}, {(n.WasSent ? "sent at least once" : "never sent")}"
            + (n.CauseCode == 0 ? "" : $" (error {n.CauseCode})"),
        SctpShutdownNotification => "the peer shuts down: nothing more can be sent",
        SctpAdaptationNotification n => $"the peer's adaptation layer indication is {n.Indication}",
        SctpPartialDeliveryNotification n => $"a message on stream {n.StreamId} was given up before its end",
        SctpAuthenticationNotification n => $"authentication: {n.Change}, key {n.KeyId}",
        SctpSenderDryNotification => "everything sent has been acknowledged",
        SctpStreamResetNotification n =>
            $"reset of {n.Directions.ToString().ToLowerInvariant()} streams {(n.StreamIds.Count == 0 ? "(all)" : string.Join(", ", n.StreamIds))}: {n.Result}",
        SctpAssociationResetNotification n => $"reset of the association: {n.Result}, TSN {n.LocalTsn} here and {n.RemoteTsn} there",
        SctpStreamChangeNotification n => $"{n.AddedOutbound} outbound and {n.AddedInbound} inbound streams added: {n.Result}",
        _ => notification.ToString(),
    };

    private static string Change(SctpAssociationChangeNotification n)
    {
        var cause = n.CauseCode is { } code ? $" ({SctpErrorCause.GetName(code)})" : "";
        var text = string.IsNullOrEmpty(n.CauseText) ? "" : $": {n.CauseText}";
        return n.State switch
        {
            SctpAssociationChange.Up => $"up with {n.OutboundStreams} outbound and {n.InboundStreams} inbound streams",
            SctpAssociationChange.Lost => "the association is gone without a shutdown",
            SctpAssociationChange.Restarted => "the peer restarted: what was under way is lost",
            SctpAssociationChange.ShutdownComplete => "the shutdown is complete",
            _ => "the association cannot be set up",
        } + cause + text;
    }

    private static string Name(Type type) => JsonNamingPolicy.KebabCaseLower.ConvertName(type.Name[Prefix.Length..^Suffix.Length]);

    private static string Plain(string text) => text.Replace("-", "", StringComparison.Ordinal).ToLowerInvariant();
}
