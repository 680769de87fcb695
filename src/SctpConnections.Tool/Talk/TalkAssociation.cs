using System.Buffers;
using System.Globalization;
using Microsoft.AspNetCore.Connections;

namespace SctpConnections.Tool.Talk;

/// <summary>An association of a session: reads it to its end, shows what comes and keeps it for the commands that wait for something.</summary>
internal sealed class TalkAssociation
{
    private readonly TalkOutput _output;
    private readonly bool _isEcho;

    public TalkAssociation(int number, SctpAssociation association, TalkOutput output, TimeProvider clock, bool isEcho)
    {
        Number = number;
        Association = association;
        _output = output;
        _isEcho = isEcho;
        Inbox = new Inbox(clock);
        output.Up(number, association);
        Over = RunAsync();
    }

    public int Number { get; }

    public SctpAssociation Association { get; }

    public Inbox Inbox { get; }

    /// <summary>Ends when the association is over and everything that came was shown. Never faults.</summary>
    public Task Over { get; }

    /// <summary>Whether a command waited for the end, whatever it would be.</summary>
    public bool IsEndExpected { get; set; }

    /// <summary>Whether it ended badly and nobody expected that.</summary>
    public bool HasFailed => !IsEndExpected && Association.CloseReason is { Kind: not SctpCloseKind.Shutdown } reason
        && !(reason.Kind == SctpCloseKind.Abort && reason.Side == SctpCloseSide.Local);

    private async Task RunAsync()
    {
        await Task.WhenAll(ReadMessagesAsync(), ReadNotificationsAsync());
        await Association.DisposeAsync();
        var reason = Association.CloseReason!;
        _output.Closed(Number, reason);
        Inbox.Add(new TalkEvent { Closed = reason });
    }

    private async Task ReadMessagesAsync()
    {
        try
        {
            await foreach (var message in Association.ReadMessagesAsync())
            {
                var payload = message.Payload.ToArray();
                _output.Message(Number, message.Info, payload);
                Inbox.Add(new TalkEvent { Info = message.Info, Payload = payload });
                if (_isEcho)
                {
                    await EchoAsync(message.Info, payload, message.ToSendOptions());
                }
            }
        }
        catch (Exception e) when (e is IOException or ConnectionAbortedException)
        {
            // The reason is told when the association is over.
        }
    }

    private async Task EchoAsync(SctpMessageInfo info, byte[] payload, SctpSendOptions options)
    {
        if (info.StreamId < Association.OutboundStreams)
        {
            await Association.SendAsync(info.StreamId, payload, options);
        }
        else
        {
            _output.Error(string.Create(CultureInfo.InvariantCulture, $"no echo on stream {info.StreamId}: the peer takes only {Association.OutboundStreams} streams"));
        }
    }

    private async Task ReadNotificationsAsync()
    {
        try
        {
            await foreach (var notification in Association.ReadNotificationsAsync())
            {
                _output.Notification(Number, notification);
                Inbox.Add(new TalkEvent { Notification = notification });
            }
        }
        catch (Exception e) when (e is IOException or ConnectionAbortedException)
        {
            // As above.
        }
    }
}
