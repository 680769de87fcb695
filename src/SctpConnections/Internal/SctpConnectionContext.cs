using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace SctpConnections;

/// <summary>An association as a connection; its transport is the default stream.</summary>
internal sealed class SctpConnectionContext : SctpContext, IConnectionSocketFeature
{
    private static readonly Type[] s_features = [.. CommonFeatures, typeof(IConnectionSocketFeature)];

    private CancellationToken? _connectionClosed;

    public SctpConnectionContext(SctpAssociation association)
        : base(association, s_features)
        => association.Owner = this;

    public override SctpStream Stream => Association.DefaultStream;

    public Socket Socket => Association.Socket
        ?? throw new PlatformNotSupportedException($"The {Association.ProviderName} provider has no socket per association.");

    public override CancellationToken ConnectionClosed
    {
        get => _connectionClosed ?? Association.Closed;
        set => _connectionClosed = value;
    }

    public override void Abort(ConnectionAbortedException abortReason) => Association.Abort(abortReason);

    public override void Abort() => Association.Abort((ConnectionAbortedException?)null);

    public override ValueTask DisposeAsync() => Association.DisposeAsync();

    protected override string CreateId() => Association.Id;
}
