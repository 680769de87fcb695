using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.Extensions.Logging;

namespace SctpConnections.AspNetCore;

/// <summary>Accepts the streams of an association and runs a pipeline on each.</summary>
internal sealed class SctpStreamsMiddleware(ConnectionDelegate pipeline, ILogger logger)
{
    public ConnectionDelegate Pipeline => pipeline;

    public ILogger Logger => logger;

    public async Task OnConnectionAsync(ConnectionContext context)
    {
        var association = context.GetSctpAssociation("UseSctpStreams");
        var lifetime = context.Features.Get<IConnectionLifetimeNotificationFeature>();
        // A stream is accepted once, so there are never more pipelines than inbound streams.
        var runs = new StreamRuns();
        try
        {
            while (await association.AcceptStreamAsync() is { } stream)
            {
                runs.Add();
                ThreadPool.UnsafeQueueUserWorkItem(new StreamRun(this, runs, stream, lifetime), preferLocal: false);
            }
        }
        finally
        {
            await runs.CompleteAsync();
        }
    }
}
