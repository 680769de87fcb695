using System.Globalization;

namespace SctpConnections.Tool.Talk.Verbs;

/// <summary>Sending, and waiting for what comes.</summary>
internal static class MessageVerbs
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    public static IEnumerable<Verb> All =>
    [
        new("send", "[stream N] [ppid N|NAME] [unordered] [sack] [ttl 500ms] [context N] [count N] TEXT|@FILE|hex:0a0b|size:N", "Send a message; in quotes it is always text.", Send),
        new("receive", "[COUNT] [timeout 5s]", "Wait for the next message or messages.", Receive),
        new("expect", "[stream N] [ppid N|NAME] [unordered] [timeout 5s] TEXT|@FILE|hex:0a0b", "Wait for a message that holds TEXT, or is exactly those bytes.", ExpectAny),
        new("expect notification", "NAME [timeout 5s] [TEXT]", "Wait for a notification of that name that holds TEXT.", ExpectAny),
        new("expect closed", "[timeout 5s] [TEXT]", "Wait for the end of the association, for a reason that holds TEXT.", ExpectAny),
        new("wait", "DURATION", "Wait, such as 500ms or 2s.", Wait),
    ];

    private static TalkAction Send(Arguments arguments)
    {
        ushort stream = 0;
        uint? ppid = null;
        var count = 1;
        var options = new SctpSendOptions();
        while (true)
        {
            if (arguments.Keyword("stream"))
            {
                stream = arguments.Value<ushort>("stream");
            }
            else if (arguments.Keyword("ppid"))
            {
                ppid = PpidNames.Parse(arguments.Word("ppid"));
            }
            else if (arguments.Keyword("unordered"))
            {
                options = options with { IsUnordered = true };
            }
            else if (arguments.Keyword("sack"))
            {
                options = options with { SackImmediately = true };
            }
            else if (arguments.Keyword("ttl"))
            {
                options = options with { Lifetime = arguments.Value<TimeSpan>("ttl") };
            }
            else if (arguments.Keyword("context"))
            {
                options = options with { Context = arguments.Value<uint>("context") };
            }
            else if (arguments.Keyword("count"))
            {
                count = arguments.Value<int>("count");
            }
            else
            {
                break;
            }
        }
        var (text, isQuoted) = arguments.Rest("the message");
        var payload = Payload.Parse(text, isQuoted);
        return async (session, cancellationToken) =>
        {
            var target = await session.GetAsync(cancellationToken);
            for (var i = 0; i < count; i++)
            {
                await target.Association.SendAsync(stream, payload, options with { PayloadProtocolIdentifier = ppid ?? session.Ppid }, cancellationToken);
            }
        };
    }

    private static TalkAction Receive(Arguments arguments)
    {
        var count = arguments.IsEmpty || arguments.IsKeyword("timeout") ? 1 : arguments.Value<int>("count");
        var timeout = arguments.Timeout(s_patience);
        arguments.End();
        return async (session, cancellationToken) =>
        {
            var target = await session.GetAsync(cancellationToken);
            for (var i = 0; i < count; i++)
            {
                await TakeAsync(target, e => e.Payload is not null, timeout, "no message came", cancellationToken);
            }
        };
    }

    private static TalkAction ExpectAny(Arguments arguments)
        => arguments.Keyword("notification") ? ExpectNotification(arguments) : arguments.Keyword("closed") ? ExpectClosed(arguments) : Expect(arguments);

    private static TalkAction Expect(Arguments arguments)
    {
        ushort? stream = null;
        uint? ppid = null;
        var isUnordered = false;
        var timeout = arguments.Timeout(s_patience);
        while (true)
        {
            if (arguments.Keyword("stream"))
            {
                stream = arguments.Value<ushort>("stream");
            }
            else if (arguments.Keyword("ppid"))
            {
                ppid = PpidNames.Parse(arguments.Word("ppid"));
            }
            else if (arguments.Keyword("unordered"))
            {
                isUnordered = true;
            }
            else if (arguments.Keyword("timeout"))
            {
                timeout = arguments.Value<TimeSpan>("timeout");
            }
            else
            {
                break;
            }
        }
        var (text, isQuoted) = arguments.Rest("the text");
        var isWhole = !isQuoted && (text.StartsWith('@') || text.StartsWith("hex:", StringComparison.OrdinalIgnoreCase) || text.StartsWith("size:", StringComparison.OrdinalIgnoreCase));
        var bytes = Payload.Parse(text, isQuoted);
        return async (session, cancellationToken) =>
        {
            var target = await session.GetAsync(cancellationToken);
            await TakeAsync(target, Fits, timeout, $"no message with {Payload.OnOneLine(text)} came", cancellationToken);
        };

        bool Fits(TalkEvent e) => e.Payload is { } payload
            && (stream is null || e.Info.StreamId == stream)
            && (ppid is null || e.Info.PayloadProtocolIdentifier == ppid)
            && (!isUnordered || e.Info.IsUnordered)
            && (isWhole ? payload.AsSpan().SequenceEqual(bytes) : payload.AsSpan().IndexOf(bytes) >= 0);
    }

    private static TalkAction ExpectNotification(Arguments arguments)
    {
        var name = NotificationText.Parse(arguments.Word("the name"));
        var timeout = arguments.Timeout(s_patience);
        var text = arguments.IsEmpty ? "" : arguments.Rest("the text").Text;
        return async (session, cancellationToken) =>
        {
            var target = await session.GetAsync(cancellationToken);
            await TakeAsync(
                target,
                e => e.Notification is { } n && NotificationText.NameOf(n) == name && NotificationText.Describe(n).Contains(text, StringComparison.OrdinalIgnoreCase),
                timeout, $"no notification {name}{(text.Length > 0 ? $" with '{text}'" : "")} came", cancellationToken);
        };
    }

    private static TalkAction ExpectClosed(Arguments arguments)
    {
        var timeout = arguments.Timeout(s_patience);
        var text = arguments.IsEmpty ? "" : arguments.Rest("the text").Text;
        return async (session, cancellationToken) =>
        {
            var target = await session.GetAsync(cancellationToken);
            target.IsEndExpected = true;
            var end = await TakeAsync(target, e => e.Closed is not null, timeout, "the association did not end", cancellationToken);
            if (!end.Closed!.ToString().Contains(text, StringComparison.OrdinalIgnoreCase))
            {
                throw new ToolException(ExitCode.Failed, $"the association ended for another reason than '{text}': {end.Closed}");
            }
        };
    }

    private static TalkAction Wait(Arguments arguments)
    {
        var time = arguments.Value<TimeSpan>("duration");
        arguments.End();
        return (session, cancellationToken) => Task.Delay(time, session.Clock, cancellationToken);
    }

    private static async Task<TalkEvent> TakeAsync(TalkAssociation target, Func<TalkEvent, bool> fits, TimeSpan timeout, string problem, CancellationToken cancellationToken)
    {
        if (await target.Inbox.TakeAsync(fits, timeout, cancellationToken) is { } found)
        {
            return found;
        }
        var why = target.Over.IsCompleted ? $"before the end: {target.Association.CloseReason}" : string.Create(CultureInfo.InvariantCulture, $"within {ValueText.Format(timeout)}");
        throw new ToolException(ExitCode.Failed, $"{problem} {why}");
    }
}
