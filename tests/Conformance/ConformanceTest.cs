using SctpConnections.TestShared;
using Xunit;

namespace SctpConnections.Conformance;

/// <summary>What all suites share. A subclass per provider names the provider and nothing else.</summary>
public abstract class ConformanceTest(IConformanceProvider provider) : IClassFixture<LeakCheck>
{
    private static readonly TimeSpan s_settles = TimeSpan.FromMilliseconds(500);

    protected IConformanceProvider Provider { get; } = provider;

    /// <summary>Reads all messages until the input ends, or so many.</summary>
    protected static async Task<List<SctpMessage>> ReadAsync(SctpAssociation association, int count = int.MaxValue)
    {
        var messages = new List<SctpMessage>();
        await foreach (var message in association.ReadMessagesAsync())
        {
            messages.Add(message.ToOwned());
            if (messages.Count == count)
            {
                break;
            }
        }
        return messages;
    }

    /// <summary>Sends to a server that does not read, until a send waits and nothing moves any more. Every message begins with its number.</summary>
    protected static async Task<(int Taken, Task Waiting)> FillAsync(ConformancePair pair, int receiveLimit, int size, CancellationToken cancellationToken)
    {
        for (var i = 0; ; i++)
        {
            var payload = new byte[size];
            BitConverter.TryWriteBytes(payload, i);
            var send = pair.Client.SendAsync(0, payload, default, cancellationToken).AsTask();
            await Timeouts.Until(() => send.IsCompleted || pair.Server.UnreadBytes >= receiveLimit, "the send goes out, or the peer is full");
            // What is still in flight settles: it lets the send go soon, or never.
            if (!send.IsCompleted && await Task.WhenAny(send, Task.Delay(s_settles, CancellationToken.None)) != send)
            {
                return (i, send);
            }
            await send;
        }
    }

    /// <summary>Sends everything back that arrives, until the input ends.</summary>
    protected static async Task EchoAsync(SctpAssociation association)
    {
        await foreach (var message in association.ReadMessagesAsync())
        {
            await association.SendAsync(message.StreamId, message.Payload, message.ToSendOptions());
        }
    }
}
