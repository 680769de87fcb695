using Microsoft.AspNetCore.Connections;
using SctpConnections.Features;

namespace SctpConnections.Linux.Tests.Support;

/// <summary>An echo server in this process, through the messages or through the pipe of each stream.</summary>
internal sealed class EchoServer : IAsyncDisposable
{
    private readonly IConnectionListener _listener;
    private readonly bool _isStreams;
    private readonly List<Task> _served = [];
    private readonly Task _accepting;

    private EchoServer(IConnectionListener listener, bool isStreams)
    {
        _listener = listener;
        _isStreams = isStreams;
        _accepting = AcceptAsync();
    }

    public SctpEndPoint EndPoint => (SctpEndPoint)_listener.EndPoint;

    public string Port => EndPoint.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);

    public static async Task<EchoServer> StartAsync(bool isStreams, SctpEndPoint? endPoint = null, Action<SctpTransportOptions>? configure = null)
        => new(await Kernel.ListenAsync(endPoint, configure), isStreams);

    public async ValueTask DisposeAsync()
    {
        await _listener.DisposeAsync();
        await _accepting;
        await Task.WhenAll(_served);
    }

    private async Task AcceptAsync()
    {
        while (await _listener.AcceptAsync() is { } connection)
        {
            _served.Add(ServeAsync(connection));
        }
    }

    private async Task ServeAsync(ConnectionContext connection)
    {
        var association = connection.Features.Get<ISctpAssociationFeature>()!.Association;
        try
        {
            await (_isStreams ? StreamsAsync(association) : MessagesAsync(association));
        }
        catch (IOException)
        {
            // The peer aborted, or went before it had its answers: that is what some peers are here for.
        }
        catch (ConnectionAbortedException)
        {
            // As when a peer sends more than it may.
        }
        await connection.DisposeAsync();
    }

    private static async Task MessagesAsync(SctpAssociation association)
    {
        await foreach (var message in association.ReadMessagesAsync())
        {
            await association.SendAsync(message.StreamId, message.Payload, message.ToSendOptions());
        }
    }

    private static async Task StreamsAsync(SctpAssociation association)
    {
        var streams = new List<Task>();
        while (await association.AcceptStreamAsync() is { } stream)
        {
            streams.Add(StreamAsync(stream));
        }
        await Task.WhenAll(streams);
    }

    private static async Task StreamAsync(SctpStream stream)
    {
        while (await stream.Input.ReadAsync() is { IsCompleted: false } result)
        {
            var info = stream.CurrentMessage;
            foreach (var piece in result.Buffer)
            {
                piece.Span.CopyTo(stream.Output.GetSpan(piece.Length));
                stream.Output.Advance(piece.Length);
            }
            stream.Input.AdvanceTo(result.Buffer.End);
            await stream.Output.FlushAsync(new SctpSendOptions { PayloadProtocolIdentifier = info.PayloadProtocolIdentifier, IsUnordered = info.IsUnordered });
        }
    }
}
