using System.Buffers;
using SctpConnections.Linux.Tests.Support;
using SctpConnections.TestShared;

namespace SctpConnections.Linux.Tests.FunctionalRows;

/// <summary>
/// lksctp 1_to_1_recvmsg: the errors of 1_to_1_recvfrom (see there), and a buffer shorter than the message. Our users give no buffer,
/// but take as much of a message as they like: what they leave comes again, in front of the next message.
/// </summary>
public sealed class OneToOneRecvmsgRow
{
    [Fact]
    public async Task Read_ConsumedInPieces_LosesNothingAndKeepsTheNextMessage()
    {
        var (server, client) = await Kernel.PairAsync();
        var (first, second) = (Payloads.Create(1000, 1), Payloads.Create(500, 2));
        await client.SendAsync(0, first).Bounded();
        await client.SendAsync(0, second).Bounded();
        var input = server.DefaultStream.Input;

        var result = await input.ReadAsync().Bounded();
        Assert.Equal(first, result.Buffer.ToArray());
        input.AdvanceTo(result.Buffer.GetPosition(300), result.Buffer.End);
        result = await input.ReadAsync().Bounded();
        Assert.Equal([.. first.AsSpan(300), .. second], result.Buffer.ToArray());
        input.AdvanceTo(result.Buffer.End);

        await Exchange.EndAsync(client, server);
    }

    [Fact]
    public async Task Read_PeerEndsWithBytesLeft_GivesThemAndThenTheEnd()
    {
        var (server, client) = await Kernel.PairAsync();
        await client.SendAsync(0, "abcdef"u8.ToArray()).Bounded();
        var input = server.DefaultStream.Input;
        var result = await input.ReadAsync().Bounded();
        input.AdvanceTo(result.Buffer.GetPosition(2), result.Buffer.End);

        var shutdown = client.ShutdownAsync();

        result = await input.ReadAsync().Bounded();
        Assert.True(result.IsCompleted);
        Assert.Equal("cdef", result.Buffer.Text());
        input.AdvanceTo(result.Buffer.End);
        result = await input.ReadAsync().Bounded();
        Assert.True(result.IsCompleted);
        Assert.True(result.Buffer.IsEmpty);
        input.AdvanceTo(result.Buffer.End);
        await shutdown.Bounded();
        await Exchange.EndAsync(client, server);
    }
}
