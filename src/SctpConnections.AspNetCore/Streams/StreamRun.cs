using Microsoft.AspNetCore.Connections.Features;

namespace SctpConnections.AspNetCore;

/// <summary>The pipeline of one stream.</summary>
internal sealed class StreamRun(SctpStreamsMiddleware middleware, StreamRuns runs, SctpStream stream, IConnectionLifetimeNotificationFeature? lifetime) : IThreadPoolWorkItem
{
    public void Execute() => _ = RunAsync();

    private async Task RunAsync()
    {
        try
        {
            await using var context = stream.CreateContext();
            if (lifetime is not null)
            {
                // A stream is asked to end when its association is.
                context.Features.Set(lifetime);
            }
            await middleware.Pipeline(context);
        }
        catch (Exception e) when (e.IsEndOf(stream.Association))
        {
            HostingLog.StreamEnded(middleware.Logger, stream.Association.Id, stream.Id, e);
        }
        catch (Exception e)
        {
            HostingLog.StreamFailed(middleware.Logger, stream.Association.Id, stream.Id, e);
        }
        finally
        {
            runs.Remove();
        }
    }
}
