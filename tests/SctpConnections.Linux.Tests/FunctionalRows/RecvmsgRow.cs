using System.Buffers;
using SctpConnections.Linux.Tests.Support;
using SctpConnections.TestShared;

namespace SctpConnections.Linux.Tests.FunctionalRows;

/// <summary>
/// lksctp recvmsg: MSG_EOR on the last read of a message only, and MSG_PEEK. A read of ours is a whole message; parts there are only
/// when the user asks for them (DeliverInParts), and IsEndOfMessage is their MSG_EOR. A read that consumes nothing is a peek.
/// </summary>
public sealed class RecvmsgRow
{
    [Fact]
    public async Task Read_InParts_OnlyTheLastPartIsTheEndOfTheMessage()
    {
        const int Size = 1_000_000, Limit = 65_536;
        var (server, client) = await Kernel.PairAsync(
            o => (o.MaxMessageSize, o.OversizedMessagePolicy) = (Limit, SctpOversizedMessagePolicy.DeliverInParts));
        var payload = Payloads.Create(Size, 1);
        await client.SendAsync(4, payload, new SctpSendOptions { PayloadProtocolIdentifier = 46 }).Bounded();
        await client.SendAsync(4, "next"u8.ToArray()).Bounded();

        var received = new List<byte>();
        var parts = 0;
        SctpMessage part;
        do
        {
            part = await server.ReadOneAsync();
            Assert.Equal((4, 46u), (part.StreamId, part.PayloadProtocolIdentifier));
            received.AddRange(part.Payload.ToArray());
            parts++;
            Assert.Equal(received.Count == Size, part.Info.IsEndOfMessage);
        }
        while (!part.Info.IsEndOfMessage);

        Assert.True(parts > 1);
        Assert.True(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(received).SequenceEqual(payload));
        var next = await server.ReadOneAsync();
        Assert.Equal(("next", true), (next.Payload.Text(), next.Info.IsEndOfMessage));
        await Exchange.EndAsync(client, server);
    }

    [Fact]
    public async Task Read_ConsumingNothing_IsAPeek()
    {
        var (server, client) = await Kernel.PairAsync();
        await client.SendAsync(0, "looked at"u8.ToArray(), new SctpSendOptions { PayloadProtocolIdentifier = 60 }).Bounded();
        var stream = server.DefaultStream;

        for (var i = 0; i < 3; i++)
        {
            var peek = await stream.Input.ReadAsync().Bounded();
            Assert.Equal("looked at", peek.Buffer.Text());
            Assert.Equal(60u, stream.CurrentMessage.PayloadProtocolIdentifier);
            stream.Input.AdvanceTo(peek.Buffer.Start);
        }

        Assert.Equal("looked at", await stream.Input.ReadTextAsync());
        Assert.False(stream.Input.TryRead(out _));
        await Exchange.EndAsync(client, server);
    }
}
