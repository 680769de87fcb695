using System.Buffers;
using SctpConnections.Linux.Tests.Support;
using SctpConnections.TestShared;

namespace SctpConnections.Linux.Tests.FunctionalRows;

/// <summary>
/// lksctp 1_to_1_send. EPIPE on a closed association is SctpException or SctpAbortedException (ShutdownContract); on a listener it is
/// impossible by types, as are EBADF, ENOTSOCK and EFAULT, whose nearest are the default payload and use after dispose
/// (OneToOneAcceptCloseRow). What remains is a part of a buffer, a payload in pieces, and sending without any option.
/// </summary>
public sealed class OneToOneSendRow
{
    [Fact]
    public async Task SendAsync_NoOptions_IsOrderedWithIdentifierZero()
    {
        var (server, client) = await Kernel.PairAsync();

        await client.SendAsync(0, "plain"u8.ToArray()).Bounded();

        var message = await server.ReadOneAsync();
        Assert.Equal("plain", message.Payload.Text());
        Assert.Equal((0u, false, (ushort)0, true), (message.PayloadProtocolIdentifier, message.IsUnordered, message.StreamId, message.Info.IsEndOfMessage));
        await Exchange.EndAsync(client, server);
    }

    [Fact]
    public async Task SendAsync_PartOfABuffer_SendsThatPartAlone()
    {
        var (server, client) = await Kernel.PairAsync();
        var buffer = Payloads.Create(1000, 1);

        await client.SendAsync(0, buffer.AsMemory(10, 43)).Bounded();
        await client.SendAsync(0, buffer.AsMemory(999)).Bounded();

        Assert.Equal(buffer[10..53], (await server.ReadOneAsync()).Payload.ToArray());
        Assert.Equal(buffer[999..], (await server.ReadOneAsync()).Payload.ToArray());
        await Exchange.EndAsync(client, server);
    }

    [Theory]
    [InlineData(2, 100)]
    [InlineData(64, 7)]
    [InlineData(65, 7)]
    [InlineData(500, 100)]
    public async Task SendAsync_PayloadInPieces_IsOneMessage(int pieces, int size)
    {
        var (server, client) = await Kernel.PairAsync();
        var payload = Payloads.Create(pieces * size, pieces);

        await client.SendAsync(1, Split(payload, size)).Bounded();

        Assert.Equal(payload, (await server.ReadOneAsync()).Payload.ToArray());
        await Exchange.EndAsync(client, server);
    }

    [Fact]
    public async Task SendAsync_Nothing_IsRefusedAndTheAssociationGoesOn()
    {
        var (server, client) = await Kernel.PairAsync();

        await Assert.ThrowsAsync<ArgumentException>(() => client.SendAsync(0, default(ReadOnlyMemory<byte>)).Bounded());
        await Assert.ThrowsAsync<ArgumentException>(() => client.SendAsync(0, default(ReadOnlySequence<byte>)).Bounded());
        await client.DefaultStream.Output.FlushAsync().Bounded();

        await client.SendAsync(0, "the first"u8.ToArray()).Bounded();
        Assert.Equal("the first", (await server.ReadOneAsync()).Payload.Text());
        await Exchange.EndAsync(client, server);
    }

    private static ReadOnlySequence<byte> Split(byte[] payload, int size)
    {
        var first = new Piece(payload.AsMemory(0, size), null);
        var last = first;
        for (var offset = size; offset < payload.Length; offset += size)
        {
            last = new Piece(payload.AsMemory(offset, size), last);
        }
        return new ReadOnlySequence<byte>(first, 0, last, size);
    }

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public Piece(ReadOnlyMemory<byte> memory, Piece? previous)
        {
            Memory = memory;
            if (previous is not null)
            {
                RunningIndex = previous.RunningIndex + previous.Memory.Length;
                previous.Next = this;
            }
        }
    }
}
