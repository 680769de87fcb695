using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using SctpConnections.Providers;

namespace SctpConnections;

/// <summary>A listener in both faces. Accepting never throws: an exception would make Kestrel deaf for good.</summary>
internal sealed class SctpListener(SctpListenerChannel channel, SctpTransportOptions options, AssociationEnvironment environment)
    : IConnectionListener, IMultiplexedConnectionListener
{
    // Between two faults of accepting, so that a lasting one neither spins nor floods the log.
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(250);

    private readonly SemaphoreSlim _free = new(options.MaxAssociations);
    private readonly CancellationTokenSource _unbound = new();

    public EndPoint EndPoint => channel.EndPoint;

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
        => await AcceptAssociationAsync() is { } association ? new SctpConnectionContext(association) : null;

    async ValueTask<MultiplexedConnectionContext?> IMultiplexedConnectionListener.AcceptAsync(IFeatureCollection? features, CancellationToken cancellationToken)
        => await AcceptAssociationAsync() is { } association ? new SctpMultiplexedConnectionContext(association) : null;

    public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        channel.Unbind();
        _unbound.Cancel();
        return default;
    }

    public async ValueTask DisposeAsync()
    {
        await UnbindAsync();
        await channel.DisposeAsync();
    }

    private async ValueTask<SctpAssociation?> AcceptAssociationAsync()
    {
        while (!_unbound.IsCancellationRequested)
        {
            SctpAssociationChannel? accepted = null;
            try
            {
                await _free.WaitAsync(_unbound.Token);
                accepted = await channel.AcceptAsync();
                if (accepted is null)
                {
                    return null;
                }
                var association = new SctpAssociation(accepted, options, environment);
                _ = ReleaseWhenOverAsync(association);
                return association;
            }
            catch (OperationCanceledException) when (_unbound.IsCancellationRequested)
            {
                return null;
            }
            catch (Exception e)
            {
                accepted?.Close();
                _free.Release();
                SctpLog.AcceptFailed(environment.Logger, channel.EndPoint, e);
                await PauseAsync();
            }
        }
        return null;
    }

    private async Task PauseAsync()
    {
        try
        {
            await Task.Delay(s_pause, options.TimeProvider, _unbound.Token);
        }
        catch (Exception)
        {
            // Unbound; or so short of everything that not even a timer starts. Then going on at once is better than being deaf.
        }
    }

    private async Task ReleaseWhenOverAsync(SctpAssociation association)
    {
        await association.Completion;
        _free.Release();
    }
}
