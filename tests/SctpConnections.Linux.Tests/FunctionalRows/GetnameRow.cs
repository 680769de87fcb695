using Microsoft.AspNetCore.Connections.Features;
using SctpConnections.Features;
using SctpConnections.Linux.Tests.Support;
using SctpConnections.TestShared;

namespace SctpConnections.Linux.Tests.FunctionalRows;

/// <summary>
/// lksctp getname: getsockname and getpeername of both ends agree. EBADF, ENOTSOCK, EFAULT and ENOTCONN are impossible by types; asking
/// after the end: OneToOneAddrsRow. Here the names that every face of a connection shows must agree as well.
/// </summary>
public sealed class GetnameRow
{
    [Theory]
    [InlineData("sctp/127.0.0.1:0")]
    [InlineData("sctp/[::1]:0")]
    [InlineData("sctp/127.0.0.1+127.0.0.2:0")]
    public async Task EndPoints_ListenerAssociationContextAndSocket_Agree(string listen)
    {
        await using var listener = await Kernel.ListenAsync(SctpEndPoint.Parse(listen));
        var accept = listener.AcceptAsync().AsTask();
        var client = await Kernel.ConnectAsync(listener.EndPoint);
        var connection = (await accept.Bounded())!;
        var server = connection.Features.Get<ISctpAssociationFeature>()!.Association;

        Assert.Equal(listener.EndPoint, server.LocalEndPoint);
        Assert.Equal(listener.EndPoint, client.RemoteEndPoint);
        Assert.Equal(client.LocalEndPoint.Port, server.RemoteEndPoint.Port);
        Assert.Equal((server.LocalEndPoint, server.RemoteEndPoint), (connection.LocalEndPoint, connection.RemoteEndPoint));
        var feature = connection.Features.Get<IConnectionEndPointFeature>()!;
        Assert.Equal((server.LocalEndPoint, server.RemoteEndPoint), (feature.LocalEndPoint, feature.RemoteEndPoint));
        var stream = client.OpenStream(1).CreateContext();
        Assert.Equal((client.LocalEndPoint, client.RemoteEndPoint), (stream.LocalEndPoint, stream.RemoteEndPoint));
        await Exchange.EndAsync(client, server);
    }

    [Fact]
    public async Task EndPoints_WhileInUse_DoNotChange()
    {
        var (server, client) = await Kernel.PairAsync();
        var before = (client.LocalEndPoint, client.RemoteEndPoint, server.LocalEndPoint, server.RemoteEndPoint);

        await Exchange.RoundTripAsync(client, server);

        Assert.Equal(before, (client.LocalEndPoint, client.RemoteEndPoint, server.LocalEndPoint, server.RemoteEndPoint));
        await Exchange.EndAsync(client, server);
    }
}
