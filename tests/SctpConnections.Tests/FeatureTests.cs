using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using SctpConnections.Features;
using SctpConnections.TestShared;

namespace SctpConnections.Tests;

public sealed class FeatureTests : IAsyncDisposable
{
    private readonly ScriptedChannel _channel = new();
    private readonly SctpAssociation _association;
    private readonly SctpConnectionContext _context;

    public FeatureTests()
    {
        _association = Scripted.Associate(_channel);
        _context = new SctpConnectionContext(_association);
    }

    public ValueTask DisposeAsync() => _context.DisposeAsync();

    [Fact]
    public void Features_AssociationContext_HasItsOwn()
    {
        Assert.Same(_association, _context.Features.GetRequiredFeature<ISctpAssociationFeature>().Association);
        Assert.Same(_association.DefaultStream, _context.Features.GetRequiredFeature<ISctpStreamFeature>().Stream);
        Assert.Equal(_association.Id, _context.Features.GetRequiredFeature<IConnectionIdFeature>().ConnectionId);
        Assert.Same(_context.Transport, _context.Features.GetRequiredFeature<IConnectionTransportFeature>().Transport);
        Assert.Same(_context.Items, _context.Features.GetRequiredFeature<IConnectionItemsFeature>().Items);
        Assert.Equal(_association.Closed, _context.Features.GetRequiredFeature<IConnectionLifetimeFeature>().ConnectionClosed);
        Assert.Equal(_channel.LocalEndPoint, _context.Features.GetRequiredFeature<IConnectionEndPointFeature>().LocalEndPoint);
        Assert.Equal(_channel.RemoteEndPoint, _context.RemoteEndPoint);
        Assert.Null(_context.Features.Get<IStreamIdFeature>());
        Assert.Null(_context.Features.Get<ITlsConnectionFeature>());
    }

    [Fact]
    public async Task Features_StreamContext_HasItsOwn()
    {
        var context = _association.OpenStream(100).CreateContext();

        Assert.Equal(100, context.Features.GetRequiredFeature<IStreamIdFeature>().StreamId);
        Assert.True(context.Features.GetRequiredFeature<IStreamDirectionFeature>().CanRead);
        Assert.False(context.Features.GetRequiredFeature<IStreamDirectionFeature>().CanWrite);
        Assert.Equal($"{_association.Id}:100", context.ConnectionId);
        Assert.Same(_association.OpenStream(100), context.Features.GetRequiredFeature<ISctpStreamFeature>().Stream);
        await context.DisposeAsync().Bounded();
    }

    [Fact]
    public void Set_OverOwn_WinsAndCanBeRemoved()
    {
        var revision = _context.Features.Revision;
        var other = new OtherFeature();
        _context.Features.Set<ISctpStreamFeature>(other);
        Assert.Same(other, _context.Features.Get<ISctpStreamFeature>());
        Assert.True(_context.Features.Revision > revision);

        _context.Features.Set<ISctpStreamFeature>(null);

        Assert.Null(_context.Features.Get<ISctpStreamFeature>());
        Assert.DoesNotContain(_context.Features, feature => feature.Key == typeof(ISctpStreamFeature));
    }

    [Fact]
    public void Set_Foreign_CanBeFoundAndEnumerated()
    {
        _context.Features.Set(new OtherFeature());

        Assert.NotNull(_context.Features.Get<OtherFeature>());
        var features = _context.Features.ToDictionary();
        Assert.Equal(11, features.Count);
        Assert.IsType<OtherFeature>(features[typeof(OtherFeature)]);
        Assert.All(features, feature => Assert.IsType(feature.Key, feature.Value, exactMatch: false));
    }

    [Fact]
    public async Task MessageAndSendFeature_OnTheContext_AreThoseOfItsStream()
    {
        var message = _context.Features.GetRequiredFeature<ISctpMessageFeature>();
        var send = _context.Features.GetRequiredFeature<ISctpSendFeature>();
        Assert.Equal(default, message.Message);
        _channel.Feed("x", identifier: 46);
        _channel.EndBatch();
        await _context.Transport.Input.ReadTextAsync();
        Assert.Equal(46u, message.Message.PayloadProtocolIdentifier);

        send.SendOptions = new SctpSendOptions { PayloadProtocolIdentifier = 47 };
        send.SendMode = SctpSendMode.ByteStream;
        await _context.Transport.Output.WriteAsync(Scripted.Bytes("y")).Bounded();

        Assert.Equal(47u, Assert.Single(_channel.Sent).Options.PayloadProtocolIdentifier);
        Assert.Equal(SctpSendMode.ByteStream, _association.DefaultStream.Output.SendMode);
    }

    [Fact]
    public void Transport_Replaced_TheStreamStaysReachable()
    {
        var other = new OtherTransport();

        _context.Transport = other;

        Assert.Same(other, _context.Transport);
        Assert.Same(_association.DefaultStream, _context.Features.GetRequiredFeature<ISctpStreamFeature>().Stream);
    }

    [Fact]
    public void Socket_ProviderWithoutOne_ThrowsAndNamesIt()
    {
        var error = Assert.Throws<PlatformNotSupportedException>(() => _context.Features.GetRequiredFeature<IConnectionSocketFeature>().Socket);

        Assert.Contains("scripted", error.Message, StringComparison.Ordinal);
    }

    private sealed class OtherFeature : ISctpStreamFeature
    {
        public SctpStream Stream => throw new NotSupportedException();
    }

    private sealed class OtherTransport : System.IO.Pipelines.IDuplexPipe
    {
        public System.IO.Pipelines.PipeReader Input => throw new NotSupportedException();

        public System.IO.Pipelines.PipeWriter Output => throw new NotSupportedException();
    }
}
