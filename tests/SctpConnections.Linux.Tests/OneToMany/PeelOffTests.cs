using System.Buffers;
using System.Runtime.InteropServices;
using SctpConnections.Linux.Interop;
using SctpConnections.Linux.Tests.Support;
using SctpConnections.Notifications;
using SctpConnections.TestShared;
using static SctpConnections.Linux.Tests.Support.ManySocket;

namespace SctpConnections.Linux.Tests.OneToMany;

/// <summary>Associations that leave a one-to-many socket.</summary>
public sealed class PeelOffTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task PeelOff_EitherEnd_DataPassesBothWaysAndTheIdIsGone(bool isServer)
    {
        var (server, serverId, client, clientId) = await PairAsync();
        var (from, id, to, toId) = isServer ? (server, serverId, client, clientId) : (client, clientId, server, serverId);

        await using var association = from.PeelOff(id);

        Assert.Empty(from.AssociationIds);
        Assert.Throws<ArgumentException>(() => from.PeelOff(id));
        await association.SendAsync(1, Bytes("out")).Bounded();
        Assert.Equal((toId, "out"), (await to.ReceiveMessageAsync()) is var item ? (item.AssociationId, item.Text()) : default);
        await to.SendAsync(toId, 2, Bytes("in")).Bounded();
        Assert.Equal(Bytes("in"), (await association.ReadOneAsync()).Payload.ToArray());
        Assert.Equal(to.LocalEndPoint.Port, association.RemoteEndPoint.Port);
        Assert.Equal((64, 64), (association.OutboundStreams, association.InboundStreams));
        await association.ShutdownAsync().Bounded();
        await to.ReceiveChangeAsync(toId, SctpAssociationChange.ShutdownComplete);
        await EndAsync(server, client);
    }

    [Fact]
    public async Task PeelOff_MessagesReadAndUnread_AllMoveInOrder()
    {
        // The queue takes a few; the rest waits in the kernel.
        const int Count = 500;
        var (server, serverId, client, clientId) = await PairAsync(o => o.ReceiveLimit = 2000);
        for (var i = 0; i < Count; i++)
        {
            await client.SendAsync(clientId, 0, BitConverter.GetBytes(i)).Bounded();
        }
        await Timeouts.Until(() => server.UnreadBytes >= 2000, "the queue is full");

        await using var association = server.PeelOff(serverId);

        for (var i = 0; i < Count; i++)
        {
            Assert.Equal(i, BitConverter.ToInt32((await association.ReadOneAsync()).Payload.ToArray()));
        }
        association.Abort("peeled");
        var lost = await client.ReceiveChangeAsync(clientId, SctpAssociationChange.Lost);
        Assert.Equal("peeled", lost.CauseText);
        await EndAsync(server, client);
    }

    [Fact]
    public async Task PeelOff_InTheMiddleOfAMessage_ItArrivesWhole()
    {
        const int Size = 4 << 20;
        var (server, serverId, client, clientId) = await PairAsync(
            o => (o.MaxMessageSize, o.ReceiveLimit, o.ReceiveBufferSize) = (Size, 200_000, 200_000), o => (o.MaxMessageSize, o.SendBufferSize) = (Size, 2 * Size));
        var payload = Payloads.Create(Size, 1);
        await client.SendAsync(clientId, 9, payload).Bounded();

        await using var association = server.PeelOff(serverId);

        Assert.True((await association.ReadOneAsync()).Payload.ToArray().AsSpan().SequenceEqual(payload));
        await EndAsync(server, client, association);
    }

    [Fact]
    public async Task PeelOff_Options_AreTheSockets()
    {
        var (server, serverId, client, clientId) = await PairAsync(Set, Set);

        foreach (var association in new[] { server.PeelOff(serverId), client.PeelOff(clientId) })
        {
            Assert.Equal((12, 12), (association.OutboundStreams, association.InboundStreams));
            Assert.Equal(0, Get<int>(association, SctpConstants.SCTP_NODELAY));
            Assert.Equal((500u, 250u, 2000u), Get<sctp_rtoinfo>(association, SctpConstants.SCTP_RTOINFO) is var rto ? (rto.srto_initial, rto.srto_min, rto.srto_max) : default);
            Assert.Equal(1230u, Get<sctp_paddrparams>(association, SctpConstants.SCTP_PEER_ADDR_PARAMS).spp_hbinterval);
            Assert.Equal(50u, Get<sctp_sack_info>(association, SctpConstants.SCTP_DELAYED_SACK).sack_delay);
            Assert.Equal(2 * 300_000, Get<int>(association, LibCConstants.SO_RCVBUF, LibCConstants.SOL_SOCKET));
            Assert.Equal(1, Get<int>(association, SctpConstants.SCTP_RECVRCVINFO));
            await association.DisposeAsync().Bounded();
        }
        await EndAsync(server, client);
    }

    private static void Set(SctpOneToManyOptions options)
    {
        (options.OutboundStreams, options.InboundStreams, options.NoDelay) = (12, 21, false);
        (options.RtoInitial, options.RtoMin, options.RtoMax) = (Ms(500), Ms(250), Ms(2000));
        (options.HeartbeatInterval, options.SackDelay, options.ReceiveBufferSize) = (Ms(1230), Ms(50), 300_000);
    }

    private static TimeSpan Ms(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    private static T Get<T>(SctpAssociation association, int option, int level = LibCConstants.IPPROTO_SCTP)
        where T : unmanaged
    {
        var value = default(T);
        association.Socket!.GetRawSocketOption(level, option, MemoryMarshal.AsBytes(new Span<T>(ref value)));
        return value;
    }
}
