using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using SctpConnections.Features;
using SctpConnections.TestShared;

namespace SctpConnections.Tests;

public sealed class MultiplexedTests : IAsyncDisposable
{
    private readonly ScriptedChannel _channel = new() { Outbound = 3 };
    private readonly SctpAssociation _association;
    private readonly SctpMultiplexedConnectionContext _context;

    public MultiplexedTests()
    {
        _association = Scripted.Associate(_channel);
        _context = new SctpMultiplexedConnectionContext(_association);
    }

    public ValueTask DisposeAsync() => _context.DisposeAsync();

    [Fact]
    public async Task AcceptAsync_PeerUsesStreams_GivesAContextEach()
    {
        _channel.Feed("x", 9);
        _channel.EndBatch();

        var stream = await _context.AcceptAsync().Bounded();

        Assert.Equal(9, stream!.Features.GetRequiredFeature<IStreamIdFeature>().StreamId);
        Assert.Equal("x", await stream.Transport.Input.ReadTextAsync());
        await stream.DisposeAsync().Bounded();
    }

    [Fact]
    public async Task AcceptAsync_AssociationEnds_IsNull()
    {
        var accept = _context.AcceptAsync().AsTask();

        _channel.ReportAbort();

        Assert.Null(await accept.Bounded());
    }

    [Fact]
    public async Task ConnectAsync_NoWish_GivesTheLowestFreeStreamUntilNoneIsLeft()
    {
        _channel.Feed("x", 1);
        _channel.EndBatch();
        await _context.AcceptAsync().Bounded();

        Assert.Equal(0, (await _context.ConnectAsync().Bounded()).Features.GetRequiredFeature<IStreamIdFeature>().StreamId);
        Assert.Equal(2, (await _context.ConnectAsync().Bounded()).Features.GetRequiredFeature<IStreamIdFeature>().StreamId);
        await Assert.ThrowsAsync<SctpException>(async () => await _context.ConnectAsync());
    }

    [Theory]
    [InlineData(2)]
    [InlineData(2047)]
    public async Task ConnectAsync_IdAskedFor_GivesThatStream(long id)
    {
        var features = new FeatureCollection();
        features.Set<IStreamIdFeature>(new Wish(id));

        var stream = await _context.ConnectAsync(features).Bounded();

        Assert.Equal(id, stream.Features.GetRequiredFeature<IStreamIdFeature>().StreamId);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(2048)]
    [InlineData(65_536)]
    public async Task ConnectAsync_IdOutOfRange_Throws(long id)
    {
        var features = new FeatureCollection();
        features.Set<IStreamIdFeature>(new Wish(id));

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await _context.ConnectAsync(features));
    }

    [Fact]
    public async Task Context_Members_AreThoseOfTheAssociation()
    {
        Assert.Same(_association, _context.Features.GetRequiredFeature<ISctpAssociationFeature>().Association);
        Assert.Equal(_association.Id, _context.ConnectionId);
        Assert.Equal(_channel.LocalEndPoint, _context.LocalEndPoint);
        Assert.Equal(_channel.RemoteEndPoint, _context.RemoteEndPoint);
        Assert.Empty(_context.Items);

        _context.Abort(new ConnectionAbortedException("enough"));

        Assert.Equal(["enough"], _channel.Aborts);
        await _association.Completion.Bounded();
        Assert.True(_context.ConnectionClosed.IsCancellationRequested);
    }

    private sealed record Wish(long StreamId) : IStreamIdFeature;
}
