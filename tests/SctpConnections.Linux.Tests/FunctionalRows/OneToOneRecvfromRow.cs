using SctpConnections.Linux.Tests.Support;
using SctpConnections.TestShared;

namespace SctpConnections.Linux.Tests.FunctionalRows;

/// <summary>
/// lksctp 1_to_1_recvfrom. ENOTCONN on a listener, EBADF, ENOTSOCK and EFAULT are impossible by types; reading after dispose:
/// OneToOneAcceptCloseRow. After SHUTDOWN by the peer pending data comes first, then the end: ShutdownContract. What remains is the
/// end asked for again, SHUTDOWN by this side with data on its way, and a second reader.
/// </summary>
public sealed class OneToOneRecvfromRow
{
    [Fact]
    public async Task Read_AgainAfterTheEnd_EndsAgain()
    {
        var (server, client) = await Kernel.PairAsync();
        await client.SendAsync(0, "one"u8.ToArray()).Bounded();
        var shutdown = client.ShutdownAsync();

        Assert.Single(await server.ReadToEndAsync());
        Assert.Empty(await server.ReadToEndAsync());
        Assert.Empty(await server.ReadToEndAsync());

        await shutdown.Bounded();
        await Exchange.EndAsync(client, server);
    }

    [Fact]
    public async Task Read_ThisSideShutDown_WhatThePeerHadSentComesFirst()
    {
        const int Count = 50;
        var (server, client) = await Kernel.PairAsync();
        for (var i = 0; i < Count; i++)
        {
            await server.SendAsync(0, BitConverter.GetBytes(i)).Bounded();
        }
        // What has not reached the kernel when the peer's SHUTDOWN comes is lost, as RFC 9260 section 9.2 allows nothing new then.
        await Timeouts.Until(() => server.QueuedSendBytes == 0, "all is with the kernel");

        await client.ShutdownAsync().Bounded();

        var messages = await client.ReadToEndAsync();
        Assert.Equal(Enumerable.Range(0, Count), messages.Select(message => BitConverter.ToInt32(message.Payload.First.Span)));
        await Exchange.EndAsync(client, server);
    }

    [Fact]
    public async Task Read_BySecondReader_ThrowsAndTheFirstGoesOn()
    {
        var (server, client) = await Kernel.PairAsync();
        var read = server.ReadOneAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(() => server.ReadOneAsync());
        Assert.Throws<InvalidOperationException>(() => server.DefaultStream.Input.TryRead(out _));

        await client.SendAsync(0, "for the first"u8.ToArray()).Bounded();
        Assert.Equal("for the first", (await read).Payload.Text());
        await Exchange.EndAsync(client, server);
    }
}
