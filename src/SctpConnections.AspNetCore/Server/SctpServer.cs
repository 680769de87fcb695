using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace SctpConnections.AspNetCore;

/// <summary>
/// A listener in a host without Kestrel, made by <c>AddSctpServer</c>. It starts and stops with the host, in Kestrel's order: no
/// more is accepted, handlers are asked to end, and those that have not at the host's limit are aborted. Thread-safe.
/// </summary>
public sealed class SctpServer
{
    // Kestrel waits as long for aborted connections.
    private static readonly TimeSpan s_afterAbort = TimeSpan.FromSeconds(1);

    private readonly IConnectionListenerFactory _transport;
    private readonly Func<CancellationToken, Task<SctpEndPoint>> _endPoint;
    private readonly ConnectionDelegate _pipeline;
    private readonly TimeProvider _timeProvider;
    private readonly HashSet<SctpServerConnection> _connections = [];
    private IConnectionListener? _listener;
    private Task _accepting = Task.CompletedTask;
    private TaskCompletionSource? _drained;

    internal SctpServer(string? name, IConnectionListenerFactory transport, Func<CancellationToken, Task<SctpEndPoint>> endPoint, ConnectionDelegate pipeline, ILogger logger, TimeProvider timeProvider)
    {
        Name = name;
        Logger = logger;
        _transport = transport;
        _endPoint = endPoint;
        _pipeline = pipeline;
        _timeProvider = timeProvider;
    }

    /// <summary>The name of the listener in the configuration, or null when code gave the endpoint.</summary>
    public string? Name { get; }

    /// <summary>What it is bound to, with the port that was chosen; null before the host has started and once it stops.</summary>
    public SctpEndPoint? EndPoint { get; private set; }

    /// <summary>The associations whose handlers run now.</summary>
    public int AssociationCount
    {
        get
        {
            lock (_connections)
            {
                return _connections.Count;
            }
        }
    }

    internal ILogger Logger { get; }

    internal async Task StartAsync(CancellationToken cancellationToken)
    {
        _listener = await _transport.BindAsync(await _endPoint(cancellationToken), cancellationToken);
        EndPoint = (SctpEndPoint)_listener.EndPoint;
        HostingLog.Listening(Logger, EndPoint);
        _accepting = AcceptAsync(_listener);
    }

    internal async Task StopAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _listener, null) is not { } listener)
        {
            return;
        }
        EndPoint = null;
        await listener.UnbindAsync(CancellationToken.None);
        await _accepting;
        var drained = BeginDrain(out var connections);
        foreach (var connection in connections)
        {
            connection.RequestClose();
        }
        await drained.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!drained.IsCompleted)
        {
            await AbortAsync(drained, listener);
        }
        await listener.DisposeAsync();
    }

    internal void Remove(SctpServerConnection connection)
    {
        lock (_connections)
        {
            _connections.Remove(connection);
            if (_connections.Count == 0)
            {
                _drained?.TrySetResult();
            }
        }
    }

    private async Task AcceptAsync(IConnectionListener listener)
    {
        try
        {
            while (await listener.AcceptAsync() is { } context)
            {
                var connection = new SctpServerConnection(this, context, _pipeline);
                lock (_connections)
                {
                    _connections.Add(connection);
                }
                ThreadPool.UnsafeQueueUserWorkItem(connection, preferLocal: false);
            }
        }
        catch (Exception e)
        {
            // The transport's listeners do not throw; should one, stopping still has to work.
            HostingLog.AcceptFailed(Logger, listener.EndPoint, e);
        }
    }

    private Task BeginDrain(out SctpServerConnection[] connections)
    {
        lock (_connections)
        {
            connections = [.. _connections];
            _drained = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (connections.Length == 0)
            {
                _drained.SetResult();
            }
            return _drained.Task;
        }
    }

    private async Task AbortAsync(Task drained, IConnectionListener listener)
    {
        SctpServerConnection[] connections;
        lock (_connections)
        {
            connections = [.. _connections];
        }
        HostingLog.Aborting(Logger, connections.Length, listener.EndPoint);
        foreach (var connection in connections)
        {
            connection.Abort();
        }
        await drained.WaitAsync(s_afterAbort, _timeProvider).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!drained.IsCompleted)
        {
            HostingLog.HandlersLeft(Logger, AssociationCount, listener.EndPoint);
        }
    }
}
