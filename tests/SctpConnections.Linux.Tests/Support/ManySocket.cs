using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SctpConnections.Notifications;
using SctpConnections.TestShared;

namespace SctpConnections.Linux.Tests.Support;

/// <summary>One-to-many sockets on the kernel, and short ways to use them.</summary>
internal static class ManySocket
{
    public static SctpOneToManySocket Open(Action<SctpOneToManyOptions>? configure = null, SctpEndPoint? endPoint = null)
    {
        var logs = NullLoggerFactory.Instance;
        var factory = new SctpTransportFactory([new LinuxSctpProvider(logs)], Options.Create(new SctpTransportOptions()), logs);
        return factory.OpenOneToMany(endPoint ?? SctpEndPoint.Loopback(0), configure);
    }

    /// <summary>The id of the next association that a peer sets up; what comes before is dropped.</summary>
    public static async Task<int> AcceptAsync(this SctpOneToManySocket socket)
        => (await socket.ReceiveUntilAsync(item => item.Notification is SctpAssociationChangeNotification { State: SctpAssociationChange.Up })).AssociationId;

    public static Task<SctpOneToManyItem> ReceiveMessageAsync(this SctpOneToManySocket socket) => socket.ReceiveUntilAsync(item => item.IsMessage);

    public static async Task<SctpAssociationChangeNotification> ReceiveChangeAsync(this SctpOneToManySocket socket, int id, SctpAssociationChange state)
        => (SctpAssociationChangeNotification)(await socket.ReceiveUntilAsync(
            item => item.AssociationId == id && item.Notification is SctpAssociationChangeNotification change && change.State == state)).Notification!;

    public static async Task<SctpOneToManyItem> ReceiveUntilAsync(this SctpOneToManySocket socket, Func<SctpOneToManyItem, bool> condition)
    {
        while (true)
        {
            var item = await socket.ReceiveAsync().Bounded();
            if (condition(item))
            {
                return item;
            }
        }
    }

    public static string Text(this SctpOneToManyItem item) => Encoding.UTF8.GetString(item.Payload.Span);

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>Two sockets with one association, and its id at each.</summary>
    public static async Task<(SctpOneToManySocket Server, int ServerId, SctpOneToManySocket Client, int ClientId)> PairAsync(
        Action<SctpOneToManyOptions>? server = null, Action<SctpOneToManyOptions>? client = null)
    {
        var listening = Open(server);
        var connecting = Open(client);
        var accept = listening.AcceptAsync();
        var id = await connecting.ConnectAsync(listening.LocalEndPoint).Bounded();
        return (listening, await accept, connecting, id);
    }

    /// <summary>Ends sockets at once: a graceful end needs both.</summary>
    public static Task EndAsync(params IAsyncDisposable[] ends) => Task.WhenAll(ends.Select(end => end.DisposeAsync().AsTask())).Bounded();
}
