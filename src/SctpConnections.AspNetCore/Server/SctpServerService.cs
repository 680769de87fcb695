using Microsoft.Extensions.Hosting;

namespace SctpConnections.AspNetCore;

/// <summary>Starts and stops all <see cref="SctpServer"/>s with the host.</summary>
internal sealed class SctpServerService(IEnumerable<SctpServer> servers) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (var server in servers)
            {
                await server.StartAsync(cancellationToken);
            }
        }
        catch
        {
            // A host whose start failed is not stopped.
            await StopAsync(new CancellationToken(canceled: true));
            throw;
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.WhenAll(servers.Select(server => server.StopAsync(cancellationToken)));
}
