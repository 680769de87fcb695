using SctpConnections.Linux.Tests.Support;
using SctpConnections.TestShared;

namespace SctpConnections.Linux.Tests.FunctionalRows;

/// <summary>
/// lksctp 1_to_1_nonblock: EAGAIN and EINPROGRESS. Nothing blocks here, so each of them is a task that waits: accept until somebody
/// connects, a read until something comes, a connect until the peer answers. None holds a thread.
/// </summary>
public sealed class OneToOneNonblockRow
{
    [Fact]
    public async Task AcceptAndRead_NothingThere_WaitUntilThereIs()
    {
        await using var listener = await Kernel.ListenAsync();
        var accept = listener.AcceptAssociationAsync();
        Assert.False(accept.IsCompleted);

        var client = await Kernel.ConnectAsync(listener.EndPoint);
        var server = await accept;
        var read = server.ReadOneAsync();
        Assert.False(read.IsCompleted);

        await client.SendAsync(0, "now"u8.ToArray()).Bounded();
        Assert.Equal("now", (await read).Payload.Text());
        await Exchange.EndAsync(client, server);
    }

    [Fact]
    public async Task Connect_PeerNotYetThere_WaitsWithoutAThreadAndEndsWhenItAnswers()
    {
        await using var network = await DummyInterface.AddAsync("later", "10.9.0.1/24");
        await using var listener = await Kernel.ListenAsync(SctpEndPoint.Any(0));
        var port = ((SctpEndPoint)listener.EndPoint).Port;
        var accept = listener.AcceptAssociationAsync();
        var sockets = Descriptors.Sockets;
        var connect = Kernel.ConnectAsync(
            SctpEndPoint.Parse($"sctp/10.9.0.2:{port}"), o => (o.RtoInitial, o.RtoMin, o.RtoMax) = (Ms(50), Ms(50), Ms(100)));
        await Timeouts.Until(() => Descriptors.Sockets > sockets, "the connect is under way");
        Assert.False(connect.IsCompleted);

        await Command.RunAsync("ip", "addr", "add", "10.9.0.2/24", "dev", "later");

        var client = await connect;
        var server = await accept;
        await Exchange.RoundTripAsync(client, server);
        await Exchange.EndAsync(client, server);
    }

    private static TimeSpan Ms(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);
}
