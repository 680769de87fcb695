using System.Buffers;
using System.Runtime.InteropServices;
using SctpConnections.Linux.Interop;
using SctpConnections.Notifications;
using SctpConnections.TestShared;

namespace SctpConnections.Linux.Tests.Support;

/// <summary>Short ways to use both ends of an association.</summary>
internal static class Exchange
{
    /// <summary>A message there and one back.</summary>
    public static async Task RoundTripAsync(SctpAssociation client, SctpAssociation server)
    {
        var payload = Payloads.Create(100, 1);
        await client.SendAsync(1, payload).Bounded();
        Assert.Equal(payload, (await server.ReadOneAsync()).Payload.ToArray());
        await server.SendAsync(2, payload).Bounded();
        Assert.Equal(payload, (await client.ReadOneAsync()).Payload.ToArray());
    }

    public static async Task<SctpMessage> ReadOneAsync(this SctpAssociation association)
    {
        await using var messages = association.ReadMessagesAsync().GetAsyncEnumerator();
        Assert.True(await messages.MoveNextAsync().Bounded());
        return messages.Current.ToOwned();
    }

    /// <summary>All messages until the input ends.</summary>
    public static Task<List<SctpMessage>> ReadToEndAsync(this SctpAssociation association)
    {
        return ReadAsync().Bounded();

        async Task<List<SctpMessage>> ReadAsync()
        {
            var messages = new List<SctpMessage>();
            await foreach (var message in association.ReadMessagesAsync())
            {
                messages.Add(message.ToOwned());
            }
            return messages;
        }
    }

    /// <summary>An option of the kernel's socket behind an association, as it is in force.</summary>
    public static T GetOption<T>(this SctpAssociation association, int option, int level = LibCConstants.IPPROTO_SCTP)
        where T : unmanaged
    {
        var value = default(T);
        association.Socket!.GetRawSocketOption(level, option, MemoryMarshal.AsBytes(new Span<T>(ref value)));
        return value;
    }

    /// <summary>The first notification of a kind that fits; what comes before it is dropped.</summary>
    public static Task<T> NotificationAsync<T>(this SctpAssociation association, Func<T, bool>? condition = null)
        where T : SctpNotification
    {
        return FindAsync().Bounded();

        async Task<T> FindAsync()
        {
            await foreach (var notification in association.ReadNotificationsAsync())
            {
                if (notification is T found && (condition is null || condition(found)))
                {
                    return found;
                }
            }
            throw new InvalidOperationException($"The association ended without a {typeof(T).Name}: {association.CloseReason}");
        }
    }

    /// <summary>Ends both sides at once: a graceful end needs both.</summary>
    public static Task EndAsync(params SctpAssociation[] ends) => Task.WhenAll(ends.Select(end => end.DisposeAsync().AsTask())).Bounded();
}
