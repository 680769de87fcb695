using SctpConnections.Linux.Tests.Support;
using SctpConnections.TestShared;

namespace SctpConnections.Linux.Tests.FunctionalRows;

/// <summary>
/// lksctp 1_to_1_sendto: the errors of 1_to_1_send (see there) with an address, which on a one-to-one socket is ignored. Messages of
/// ours go to streams instead, so what is wrong with a destination is a stream that was not agreed on.
/// </summary>
public sealed class OneToOneSendtoRow
{
    [Fact]
    public async Task SendAsync_StreamBeyondThoseAgreedOn_IsRefusedByNumberAndTheOthersGoOn()
    {
        var (server, client) = await Kernel.PairAsync(o => o.InboundStreams = 3);

        var error = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => client.SendAsync(3, new byte[1]).Bounded());

        Assert.Contains("Outbound stream 3", error.Message, StringComparison.Ordinal);
        Assert.Contains("0 to 2", error.Message, StringComparison.Ordinal);
        await client.SendAsync(2, "fits"u8.ToArray()).Bounded();
        Assert.Equal("fits", (await server.ReadOneAsync()).Payload.Text());
        await Exchange.EndAsync(client, server);
    }

    [Fact]
    public async Task SendAsync_WhileThisSideShutsDown_ThrowsAndSaysSo()
    {
        var (server, client) = await Kernel.PairAsync();
        await server.SendAsync(0, new byte[1]).Bounded();

        var shutdown = client.ShutdownAsync();
        var error = await Assert.ThrowsAsync<SctpException>(() => client.SendAsync(0, new byte[1]).Bounded());

        Assert.Contains("shut", error.Message, StringComparison.Ordinal);
        await shutdown.Bounded();
        await Exchange.EndAsync(client, server);
    }

    [Fact]
    public async Task SendAsync_ClosedByThePeer_EveryWayOfSendingThrows()
    {
        var (server, client) = await Kernel.PairAsync();
        await server.DisposeAsync().Bounded();
        await client.Completion.Bounded();

        await Assert.ThrowsAsync<SctpException>(() => client.SendAsync(0, new byte[1]).Bounded());
        await Assert.ThrowsAsync<SctpException>(() => client.OpenStream(1).Output.WriteAsync(new byte[1]).Bounded());
        // As a bad argument stays one: nobody should look for the fault at the peer.
        await Assert.ThrowsAsync<ArgumentException>(() => client.SendAsync(0, default(ReadOnlyMemory<byte>)).Bounded());
        await client.DisposeAsync().Bounded();
    }
}
