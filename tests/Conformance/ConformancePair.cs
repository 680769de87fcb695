using Microsoft.AspNetCore.Connections;
using SctpConnections.Features;

namespace SctpConnections.Conformance;

/// <summary>Both ends of one association.</summary>
public sealed class ConformancePair(SctpAssociation client, ConnectionContext serverContext) : IAsyncDisposable
{
    public SctpAssociation Client { get; } = client;

    public ConnectionContext ServerContext { get; } = serverContext;

    public SctpAssociation Server { get; } = serverContext.Features.Get<ISctpAssociationFeature>()!.Association;

    public async ValueTask DisposeAsync()
    {
        // A graceful end needs both sides; disposing them one by one would wait for the other.
        await Task.WhenAll(Client.DisposeAsync().AsTask(), ServerContext.DisposeAsync().AsTask());
    }
}
