using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using SctpConnections.Features;

namespace SctpConnections;

/// <summary>An association as a multiplexed connection: the second face of the same association, read stream by stream.</summary>
internal sealed class SctpMultiplexedConnectionContext : MultiplexedConnectionContext, ISctpAssociationFeature
{
    private static readonly Type[] s_features = [typeof(ISctpAssociationFeature)];

    private string? _connectionId;
    private IDictionary<object, object?>? _items;
    private EndPoint? _localEndPoint;
    private EndPoint? _remoteEndPoint;
    private CancellationToken? _connectionClosed;

    public SctpMultiplexedConnectionContext(SctpAssociation association)
    {
        Association = association;
        Features = new FeatureSlots(this, s_features);
        association.Owner = this;
    }

    public SctpAssociation Association { get; }

    public override IFeatureCollection Features { get; }

    public override string ConnectionId
    {
        get => _connectionId ?? Association.Id;
        set => _connectionId = value;
    }

    public override IDictionary<object, object?> Items
    {
        get => _items ??= new ConnectionItems();
        set => _items = value;
    }

    public override EndPoint? LocalEndPoint
    {
        get => _localEndPoint ?? Association.LocalEndPoint;
        set => _localEndPoint = value;
    }

    public override EndPoint? RemoteEndPoint
    {
        get => _remoteEndPoint ?? Association.RemoteEndPoint;
        set => _remoteEndPoint = value;
    }

    public override CancellationToken ConnectionClosed
    {
        get => _connectionClosed ?? Association.Closed;
        set => _connectionClosed = value;
    }

    /// <summary>The next stream that the peer began to use, or null once the association ended.</summary>
    public override async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
        => await Association.AcceptStreamAsync(cancellationToken) is { } stream ? new SctpStreamContext(stream) : null;

    /// <summary>A stream: the one that <see cref="IStreamIdFeature"/> asks for, or the lowest that is not in use.</summary>
    public override ValueTask<ConnectionContext> ConnectAsync(IFeatureCollection? features = null, CancellationToken cancellationToken = default)
    {
        var id = features?.Get<IStreamIdFeature>()?.StreamId;
        if (id is < 0 or > ushort.MaxValue)
        {
            throw new ArgumentOutOfRangeException(nameof(features), id, "SCTP has streams 0 to 65534.");
        }
        var stream = id is { } wanted ? Association.OpenStream((ushort)wanted) : Association.Receiver.Streams.OpenNext();
        return new ValueTask<ConnectionContext>(new SctpStreamContext(stream));
    }

    public override void Abort(ConnectionAbortedException abortReason) => Association.Abort(abortReason);

    public override void Abort() => Association.Abort((ConnectionAbortedException?)null);

    public override ValueTask DisposeAsync() => Association.DisposeAsync();
}
