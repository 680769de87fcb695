using System.Buffers;
using SctpConnections.Linux.Tests.Support;
using SctpConnections.TestShared;

namespace SctpConnections.Linux.Tests.FunctionalRows;

/// <summary>One association, of two one-to-many sockets or an ordinary one, used in one way.</summary>
internal sealed class Ends : IAsyncDisposable
{
    private Func<ushort, byte[], SctpSendOptions, Task> _send = null!;
    private Func<Task<(SctpMessageInfo Info, byte[] Payload)>> _receive = null!;
    private Func<Task> _end = null!;

    private Ends()
    {
    }

    public SctpControl Server { get; private set; } = null!;

    public SctpControl Client { get; private set; } = null!;

    public static async Task<Ends> CreateAsync(bool isOneToMany, Action<SctpAssociationOptions>? configure = null, string address = "127.0.0.1")
    {
        var endPoint = SctpEndPoint.Parse($"sctp/{address}:0");
        if (isOneToMany)
        {
            var many = ManySocket.Open(o => configure?.Invoke(o), endPoint);
            var one = ManySocket.Open(o => configure?.Invoke(o));
            var id = await one.ConnectAsync(many.LocalEndPoint).Bounded();
            var serverId = await many.AcceptAsync();
            return new Ends
            {
                Server = many.GetControl(serverId),
                Client = one.GetControl(id),
                _send = (stream, payload, options) => one.SendAsync(id, stream, payload, options).Bounded(),
                _receive = async () => await many.ReceiveMessageAsync() is var item ? (item.Info, item.Payload.ToArray()) : default,
                _end = () => ManySocket.EndAsync(many, one),
            };
        }
        await using var listener = await Kernel.ListenAsync(endPoint, o => configure?.Invoke(o));
        var accept = listener.AcceptAssociationAsync();
        var client = await Kernel.ConnectAsync(listener.EndPoint, o =>
        {
            // One-to-many sockets need not be asked.
            o.PerMessageDestinations = true;
            configure?.Invoke(o);
        });
        var server = await accept;
        return new Ends
        {
            Server = server.Control,
            Client = client.Control,
            _send = (stream, payload, options) => client.SendAsync(stream, payload, options).Bounded(),
            _receive = async () => await server.ReadOneAsync() is var message ? (message.Info, message.Payload.ToArray()) : default,
            _end = () => Exchange.EndAsync(server, client),
        };
    }

    public Task SendAsync(ushort streamId, byte[] payload, SctpSendOptions options = default) => _send(streamId, payload, options);

    public Task<(SctpMessageInfo Info, byte[] Payload)> ReceiveAsync() => _receive();

    public async ValueTask DisposeAsync() => await _end();
}
