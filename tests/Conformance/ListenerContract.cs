using Microsoft.AspNetCore.Connections;
using SctpConnections.TestShared;
using Xunit;

namespace SctpConnections.Conformance;

/// <summary>Binding, accepting, and the end of both.</summary>
public abstract class ListenerContract(IConformanceProvider provider) : ConformanceTest(provider)
{
    [Fact]
    public async Task BindAsync_PortZero_ChoosesOneAndTellsIt()
    {
        await using var host = await ConformanceHost.StartAsync(Provider);

        Assert.InRange(host.EndPoint.Port, 1, 65_535);
        Assert.Equal(Provider.EndPoint.Addresses, host.EndPoint.Addresses);
    }

    [Fact]
    public async Task BindAsync_PortInUse_ThrowsAddressInUse()
    {
        await using var host = await ConformanceHost.StartAsync(Provider);

        await Assert.ThrowsAsync<AddressInUseException>(async () => await host.Binder.BindAsync(host.EndPoint));

        Assert.NotNull(await host.ConnectAsync());
    }

    [Fact]
    public async Task BindAsync_AfterDispose_PortIsFree()
    {
        await using var host = await ConformanceHost.StartAsync(Provider);
        await host.Listener.DisposeAsync().Bounded();

        var again = await host.Binder.BindAsync(host.EndPoint);

        Assert.Equal(host.EndPoint, again.EndPoint);
        await again.DisposeAsync().Bounded();
    }

    [Fact]
    public async Task UnbindAsync_WhileAccepting_AnswersNullAndLiveAssociationsGoOn()
    {
        await using var host = await ConformanceHost.StartAsync(Provider);
        var pair = await host.ConnectAsync();
        var accept = host.Listener.AcceptAsync().AsTask();

        await host.Listener.UnbindAsync().Bounded();

        Assert.Null(await accept.Bounded());
        Assert.Null(await host.Listener.AcceptAsync().Bounded());
        await pair.Client.SendAsync(0, "alive"u8.ToArray()).Bounded();
        Assert.Equal("alive", await pair.ServerContext.Transport.Input.ReadTextAsync());
    }

    [Fact]
    public async Task DisposeAsync_TwiceAndAfterUnbind_IsFine()
    {
        await using var host = await ConformanceHost.StartAsync(Provider);

        await host.Listener.UnbindAsync().Bounded();
        await host.Listener.UnbindAsync().Bounded();
        await host.Listener.DisposeAsync().Bounded();
        await host.Listener.DisposeAsync().Bounded();

        Assert.Null(await host.Listener.AcceptAsync().Bounded());
    }

    [Fact]
    public async Task DisposeAsync_WhileClientsConnect_EveryClientGetsAnEnd()
    {
        await using var host = await ConformanceHost.StartAsync(Provider);
        for (var round = 0; round < 10; round++)
        {
            var listener = await host.Binder.BindAsync(Provider.EndPoint);
            var endPoint = (SctpEndPoint)listener.EndPoint;
            var clients = Enumerable.Range(0, 20).Select(_ => Task.Run(() => ConnectAndReadAsync(host, endPoint))).ToList();
            var first = await listener.AcceptAsync().Bounded();
            var others = AcceptAllAsync(listener);

            await listener.DisposeAsync().Bounded();

            var accepted = await others.Bounded();
            accepted.Add(first!);
            await Task.WhenAll(accepted.Select(connection => connection.DisposeAsync().AsTask())).Bounded();
            await Task.WhenAll(clients).Bounded();
            Assert.InRange(accepted.Count, 1, clients.Count);
        }
    }

    [Fact]
    public async Task AcceptAsync_MaxAssociations_TheNextComesWhenOneIsOver()
    {
        await using var host = await ConformanceHost.StartAsync(Provider, server => server.MaxAssociations = 2);
        var first = await host.ConnectAsync();
        await host.ConnectAsync();
        await using var third = await host.Connector.ConnectAsync(host.EndPoint).Bounded();
        var accept = host.Listener.AcceptAsync().AsTask();
        Assert.False(accept.IsCompleted);

        first.Client.Abort("make room");

        var connection = await accept.Bounded();
        Assert.NotNull(connection);
        await Task.WhenAll(third.DisposeAsync().AsTask(), connection.DisposeAsync().AsTask()).Bounded();
    }

    private static async Task<List<ConnectionContext>> AcceptAllAsync(IConnectionListener listener)
    {
        var accepted = new List<ConnectionContext>();
        while (await listener.AcceptAsync() is { } connection)
        {
            accepted.Add(connection);
        }
        return accepted;
    }

    private static async Task ConnectAndReadAsync(ConformanceHost host, SctpEndPoint endPoint)
    {
        try
        {
            await using var client = await host.Connector.ConnectAsync(endPoint);
            await ReadAsync(client);
        }
        catch (System.Net.Sockets.SocketException)
        {
            // Refused: the listener was gone.
        }
        catch (SctpAbortedException)
        {
            // Set up, but never accepted.
        }
    }
}
