using System.Globalization;
using SctpConnections.Notifications;
using SctpConnections.Tool.Rendering;

namespace SctpConnections.Tool.Talk;

/// <summary>Shows what listen and connect have to tell: messages, notifications, results. Thread-safe; a prompt stays below what comes.</summary>
internal sealed class TalkOutput(CommandContext context, TimeProvider clock, bool isInteractive, bool isQuiet, bool isHex)
{
    private const string PromptText = "sctp> ";
    private const string ClearLine = "\r\x1b[K";

    private readonly Lock _gate = new();
    private readonly bool _hasPrompt = isInteractive && !context.IsJson && !Console.IsOutputRedirected;
    private readonly TaskCompletionSource _broken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isPrompting;

    /// <summary>Whether a person types; errors do not end the command then.</summary>
    public bool IsInteractive => isInteractive;

    /// <summary>Faults when nobody reads the output any more, as in <c>sctp listen | head</c>.</summary>
    public Task Broken => _broken.Task;

    public void Message(int association, in SctpMessageInfo info, byte[] payload)
    {
        if (isQuiet)
        {
            return;
        }
        var text = isHex ? null : Payload.AsText(payload);
        var order = info.IsUnordered ? "unordered" : string.Create(CultureInfo.InvariantCulture, $"ssn {info.StreamSequenceNumber}");
        var line = string.Create(CultureInfo.InvariantCulture,
            $"{Time()} #{association} < stream {info.StreamId} {order} tsn {info.TransmissionSequenceNumber} ppid {PpidNames.Format(info.PayloadProtocolIdentifier)}{(info.IsEndOfMessage ? "" : " part")} {payload.Length} bytes");
        Show(new FieldsView(
            "sctp.message/1", text is null ? line : $"{line}: {Payload.OnOneLine(text)}",
            ("time", clock.GetUtcNow()), ("association", association), ("streamId", info.StreamId), ("ssn", info.StreamSequenceNumber), ("tsn", info.TransmissionSequenceNumber),
            ("ppid", info.PayloadProtocolIdentifier), ("ppidName", PayloadProtocolIdentifier.GetName(info.PayloadProtocolIdentifier)), ("isUnordered", info.IsUnordered),
            ("isEndOfMessage", info.IsEndOfMessage), ("length", payload.Length), ("text", Payload.AsText(payload)), ("hex", new ReadOnlyMemory<byte>(payload)))
        {
            More = text is null ? Payload.Dump(payload) : [],
        });
    }

    public void Notification(int association, SctpNotification notification)
    {
        if (!isQuiet)
        {
            var (name, text) = (NotificationText.NameOf(notification), NotificationText.Describe(notification));
            Show(new FieldsView(
                "sctp.notification/1", $"{Time()} #{association} * {name}: {text}", ("time", clock.GetUtcNow()), ("association", association), ("kind", name), ("description", text))
            {
                Tone = Tone.Warning,
                Detail = notification,
            });
        }
    }

    public void Up(int number, SctpAssociation association)
    {
        if (!isQuiet)
        {
            var (local, remote) = (association.LocalEndPoint, association.RemoteEndPoint);
            Show(new FieldsView(
                "sctp.association/1", $"{Time()} #{number} up: {local} with {remote}, {association.OutboundStreams} streams out, {association.InboundStreams} in",
                ("time", clock.GetUtcNow()), ("association", number), ("localEndPoint", local), ("remoteEndPoint", remote),
                ("outboundStreams", association.OutboundStreams), ("inboundStreams", association.InboundStreams))
            {
                Tone = Tone.Good,
            });
        }
    }

    public void Closed(int association, SctpCloseReason reason)
    {
        if (!isQuiet)
        {
            Show(new FieldsView(
                "sctp.closed/1", $"{Time()} #{association} closed: {reason}", ("time", clock.GetUtcNow()), ("association", association), ("description", reason.ToString()))
            {
                Tone = reason.Kind == SctpCloseKind.Shutdown ? Tone.Good : Tone.Bad,
                Detail = reason,
            });
        }
    }

    /// <summary>The result of a command, one line.</summary>
    public void Result(int association, string text) => Show(new FieldsView("sctp.result/1", text, ("association", association), ("result", text)));

    public void Show(IView view)
    {
        lock (_gate)
        {
            HidePrompt();
            try
            {
                context.Output.Show(view);
            }
            catch (IOException e)
            {
                // The associations go on; the command ends.
                _broken.TrySetException(e);
                return;
            }
            if (_isPrompting)
            {
                Console.Out.Write(PromptText);
            }
        }
    }

    /// <summary>A remark or an error, on standard error.</summary>
    public void Error(string text)
    {
        lock (_gate)
        {
            HidePrompt();
            context.Error.WriteLine($"sctp: {text}");
            if (_isPrompting)
            {
                Console.Out.Write(PromptText);
            }
        }
    }

    /// <summary>Begins to wait for a command of a person, or ends it.</summary>
    public void Prompt(bool isOn)
    {
        if (_hasPrompt)
        {
            lock (_gate)
            {
                _isPrompting = isOn;
                if (isOn)
                {
                    Console.Out.Write(PromptText);
                }
            }
        }
    }

    private void HidePrompt()
    {
        if (_isPrompting)
        {
            Console.Out.Write(ClearLine);
        }
    }

    private string Time() => clock.GetLocalNow().ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);
}
