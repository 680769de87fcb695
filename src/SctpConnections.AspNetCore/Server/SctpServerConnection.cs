using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace SctpConnections.AspNetCore;

/// <summary>An association of a <see cref="SctpServer"/> while its handler runs.</summary>
internal sealed class SctpServerConnection : IThreadPoolWorkItem, IConnectionLifetimeNotificationFeature, IDisposable
{
    private readonly SctpServer _server;
    private readonly ConnectionContext _context;
    private readonly ConnectionDelegate _pipeline;
    private readonly CancellationTokenSource _closeRequested = new();

    public SctpServerConnection(SctpServer server, ConnectionContext context, ConnectionDelegate pipeline)
    {
        _server = server;
        _context = context;
        _pipeline = pipeline;
        ConnectionClosedRequested = _closeRequested.Token;
        context.Features.Set<IConnectionLifetimeNotificationFeature>(this);
    }

    public CancellationToken ConnectionClosedRequested { get; set; }

    public void RequestClose()
    {
        try
        {
            _closeRequested.Cancel();
        }
        catch (AggregateException e)
        {
            // A callback of the handler's threw; the others have run.
            HostingLog.HandlerFailed(_server.Logger, _context.ConnectionId, e);
        }
        catch (ObjectDisposedException)
        {
            // It ended meanwhile.
        }
    }

    public void Abort() => _context.Abort(new ConnectionAbortedException("The host stopped before the handler of the association ended."));

    public void Dispose() => _closeRequested.Dispose();

    public void Execute() => _ = RunAsync();

    private async Task RunAsync()
    {
        try
        {
            await using (_context)
            {
                await _pipeline(_context);
            }
        }
        catch (Exception e) when (e.IsEndOf(_context.GetSctpAssociation(nameof(SctpServer))))
        {
            HostingLog.HandlerEnded(_server.Logger, _context.ConnectionId, e);
        }
        catch (Exception e)
        {
            HostingLog.HandlerFailed(_server.Logger, _context.ConnectionId, e);
        }
        finally
        {
            _server.Remove(this);
            Dispose();
        }
    }
}
