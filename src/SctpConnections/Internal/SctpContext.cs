using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using SctpConnections.Features;

namespace SctpConnections;

/// <summary>What the contexts of an association and of a stream have in common: a transport over one stream, and the features.</summary>
internal abstract class SctpContext : ConnectionContext, IConnectionIdFeature, IConnectionTransportFeature, IConnectionItemsFeature,
    IConnectionLifetimeFeature, IConnectionEndPointFeature, ISctpAssociationFeature, ISctpStreamFeature, ISctpMessageFeature, ISctpSendFeature
{
    protected static readonly Type[] CommonFeatures =
    [
        typeof(IConnectionIdFeature), typeof(IConnectionTransportFeature), typeof(IConnectionItemsFeature), typeof(IConnectionLifetimeFeature),
        typeof(IConnectionEndPointFeature), typeof(ISctpAssociationFeature), typeof(ISctpStreamFeature), typeof(ISctpMessageFeature), typeof(ISctpSendFeature),
    ];

    private string? _connectionId;
    private IDictionary<object, object?>? _items;
    private IDuplexPipe? _transport;
    private EndPoint? _localEndPoint;
    private EndPoint? _remoteEndPoint;

    protected SctpContext(SctpAssociation association, Type[] features)
    {
        Association = association;
        Features = new FeatureSlots(this, features);
    }

    public SctpAssociation Association { get; }

    public abstract SctpStream Stream { get; }

    public override IFeatureCollection Features { get; }

    public override string ConnectionId
    {
        get => _connectionId ??= CreateId();
        set => _connectionId = value;
    }

    public override IDictionary<object, object?> Items
    {
        get => _items ??= new ConnectionItems();
        set => _items = value;
    }

    // Middleware such as TLS puts its own transport here; the stream's stays reachable through ISctpStreamFeature.
    public override IDuplexPipe Transport
    {
        get => _transport ??= Stream;
        set => _transport = value;
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

    SctpMessageInfo ISctpMessageFeature.Message => Stream.CurrentMessage;

    SctpSendOptions ISctpSendFeature.SendOptions
    {
        get => Stream.Output.SendOptions;
        set => Stream.Output.SendOptions = value;
    }

    SctpSendMode ISctpSendFeature.SendMode
    {
        get => Stream.Output.SendMode;
        set => Stream.Output.SendMode = value;
    }

    protected abstract string CreateId();
}
