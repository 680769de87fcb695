using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SctpConnections.TestShared;

namespace SctpConnections.Tests;

public sealed class MemoryProviderTests
{
    [Fact]
    public async Task Drop_BothEnds_AreLost()
    {
        var provider = new MemoryProvider();
        var factory = new SctpTransportFactory([provider], Options.Create(new SctpTransportOptions()), NullLoggerFactory.Instance);
        await using var listener = await factory.BindAsync(SctpEndPoint.Loopback(0));
        await using var client = await new SctpConnectionFactory([provider], new SctpClientOptions(), NullLoggerFactory.Instance)
            .ConnectAsync((SctpEndPoint)listener.EndPoint);
        await using var server = (await listener.AcceptAsync().Bounded())!;

        provider.Drop();

        var error = await Assert.ThrowsAsync<SctpAbortedException>(() => server.Transport.Input.ReadAsync().Bounded());
        Assert.Equal(SctpCloseKind.Lost, error.Reason.Kind);
        await client.Completion.Bounded();
        Assert.Equal((SctpCloseKind.Lost, SctpCloseSide.Network), (client.CloseReason!.Kind, client.CloseReason.Side));
    }
}
