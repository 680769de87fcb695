using Microsoft.AspNetCore.Connections;
using SctpConnections.Features;
using SctpConnections.TestShared;

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
            await Echo.RunAsync(association, _isStreams);
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
}
