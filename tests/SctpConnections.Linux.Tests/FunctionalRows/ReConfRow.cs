using System.Net.Sockets;
using SctpConnections.Linux.Tests.Support;
using SctpConnections.Notifications;
using SctpConnections.TestShared;
using static SctpConnections.Linux.Tests.Support.ManySocket;

namespace SctpConnections.Linux.Tests.FunctionalRows;

/// <summary>
/// lksctp re_conf: streams are reset and added, the association is reset, and both sides are told; through the control of a one-to-many
/// socket's association, where notifications tell the outcome, and through the awaitable members of an ordinary one.
/// </summary>
public sealed class ReConfRow
{
    [Fact]
    public async Task Requests_OneToMany_BothSidesAreNotified()
    {
        var (server, serverId, client, clientId) = await PairAsync(Allow, Allow);
        var streams = client.GetControl(clientId).Streams;
        await ExchangeAsync(expected: 0);
        await ExchangeAsync(expected: 1);

        streams.Reset(SctpStreamDirections.Outbound, [1, 2]);
        Assert.Equal((SctpStreamDirections.Outbound, "1,2"), Read(await NextAsync<SctpStreamResetNotification>(client)));
        Assert.Equal((SctpStreamDirections.Inbound, "1,2"), Read(await NextAsync<SctpStreamResetNotification>(server)));
        await ExchangeAsync(expected: 0);

        streams.Reset(SctpStreamDirections.Inbound, [3]);
        Assert.Equal((SctpStreamDirections.Inbound, "3"), Read(await NextAsync<SctpStreamResetNotification>(client)));
        Assert.Equal((SctpStreamDirections.Outbound, "3"), Read(await NextAsync<SctpStreamResetNotification>(server)));

        streams.Add(outbound: 5, inbound: 0);
        var added = await NextAsync<SctpStreamChangeNotification>(client);
        Assert.Equal((SctpReconfigurationResult.Done, 5, 0), (added.Result, added.AddedOutbound, added.AddedInbound));
        added = await NextAsync<SctpStreamChangeNotification>(server);
        Assert.Equal((SctpReconfigurationResult.Done, 0, 5), (added.Result, added.AddedOutbound, added.AddedInbound));
        Assert.Equal(69, client.GetControl(clientId).GetStatus().OutboundStreams);
        Assert.Equal(69, server.GetControl(serverId).GetStatus().InboundStreams);
        await client.SendAsync(clientId, 68, Bytes("on a new one")).Bounded();
        Assert.Equal(68, (await server.ReceiveMessageAsync()).StreamId);
        await AcknowledgedAsync();

        streams.ResetAssociation();
        var mine = await NextAsync<SctpAssociationResetNotification>(client);
        var theirs = await NextAsync<SctpAssociationResetNotification>(server);
        Assert.Equal((SctpReconfigurationResult.Done, SctpReconfigurationResult.Done), (mine.Result, theirs.Result));
        Assert.Equal((mine.LocalTsn, mine.RemoteTsn), (theirs.RemoteTsn, theirs.LocalTsn));
        await ExchangeAsync(expected: 0);
        await EndAsync(server, client);

        static (SctpStreamDirections, string) Read(SctpStreamResetNotification reset)
        {
            Assert.Equal(SctpReconfigurationResult.Done, reset.Result);
            return (reset.Directions, string.Join(',', reset.StreamIds));
        }

        async Task ExchangeAsync(int expected)
        {
            await client.SendAsync(clientId, 1, Bytes("there")).Bounded();
            Assert.Equal(expected, (await server.ReceiveMessageAsync()).Info.StreamSequenceNumber);
            await AcknowledgedAsync();
        }

        // Else it would be in flight, and a reset refused.
        Task AcknowledgedAsync() => Timeouts.Until(() => client.GetControl(clientId).GetStatus().UnacknowledgedChunks == 0, "it is acknowledged");
    }

    [Fact]
    public async Task Requests_NotAgreed_SayWhatBothSidesNeed()
    {
        var (server, _, client, clientId) = await PairAsync(o => o.AllowedReconfigurations = SctpReconfigurations.None, Allow);
        var streams = client.GetControl(clientId).Streams;

        foreach (var request in (Action[])[() => streams.Reset(SctpStreamDirections.Both, []), streams.ResetAssociation, () => streams.Add(1, 1)])
        {
            var error = Assert.Throws<SctpException>(request);
            Assert.Equal(SocketError.ProtocolOption, Code(error));
            Assert.Contains("both sides have to offer StreamReconfiguration", error.Message, StringComparison.Ordinal);
        }
        Assert.False(client.GetControl(clientId).GetCapabilities().Has(SctpExtension.StreamReconfiguration));
        await EndAsync(server, client);
    }

    [Fact]
    public async Task Requests_ThatCannotBe_SayWhy()
    {
        var (server, serverId, client, clientId) = await PairAsync(
            o =>
            {
                Allow(o);
                (o.ReceiveLimit, o.ReceiveBufferSize) = (1, 20_000);
            },
            Allow);
        var streams = client.GetControl(clientId).Streams;

        Assert.Contains("a stream does not exist", Assert.Throws<SctpException>(() => streams.Reset(SctpStreamDirections.Outbound, [64])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => streams.Reset(SctpStreamDirections.None, [1]));
        Assert.Throws<ArgumentException>(() => streams.Add(0, 0));
        Assert.Throws<SctpException>(() => client.Control.Streams.Reset(SctpStreamDirections.Both, []));
        for (var i = 0; i < 8; i++)
        {
            await client.SendAsync(clientId, 1, new byte[10_000]).Bounded();
        }

        foreach (var request in (Action[])[() => streams.Reset(SctpStreamDirections.Outbound, [1]), streams.ResetAssociation])
        {
            var error = Assert.Throws<SctpException>(request);
            Assert.Equal(SocketError.WouldBlock, Code(error));
            Assert.Contains("data is still queued", error.Message, StringComparison.Ordinal);
        }
        for (var i = 0; i < 8; i++)
        {
            await server.ReceiveMessageAsync();
        }
        await Timeouts.Until(() => client.GetControl(clientId).GetStatus().UnacknowledgedChunks == 0, "all is acknowledged");
        streams.Reset(SctpStreamDirections.Outbound, [1]);
        await NextAsync<SctpStreamResetNotification>(client);
        Assert.Equal([serverId], server.AssociationIds);
        await EndAsync(server, client);
    }

    [Fact]
    public async Task Requests_WhileOneIsUnderWay_AreToldToWait()
    {
        var (server, _, client, clientId) = await PairAsync(Allow, Allow);
        var streams = client.GetControl(clientId).Streams;
        // Else the answer is there before the second call.
        await Command.RunAsync("tc", "qdisc", "add", "dev", "lo", "root", "netem", "delay", "100ms");
        try
        {
            streams.Add(1, 0);
            foreach (var request in (Action[])[() => streams.Reset(SctpStreamDirections.Outbound, [1]), streams.ResetAssociation, () => streams.Add(1, 0)])
            {
                var error = Assert.Throws<SctpException>(request);
                Assert.Equal(SocketError.InProgress, Code(error));
                Assert.Contains("wait for its notification", error.Message, StringComparison.Ordinal);
            }
            await NextAsync<SctpStreamChangeNotification>(client);
        }
        finally
        {
            await Command.RunAsync("tc", "qdisc", "del", "dev", "lo", "root");
        }

        streams.Add(1, 0);

        await NextAsync<SctpStreamChangeNotification>(client);
        Assert.Equal(66, client.GetControl(clientId).GetStatus().OutboundStreams);
        await EndAsync(server, client);
    }

    [Fact]
    public async Task Awaitable_DataQueuedAndSeveralAtOnce_WaitForTheirTurnAndAreDone()
    {
        var (server, client) = await Kernel.PairAsync(
            o => (o.AllowedReconfigurations, o.ReceiveLimit, o.ReceiveBufferSize) = (SctpReconfigurations.All, 1000, 20_000), o => o.AllowedReconfigurations = SctpReconfigurations.All);
        for (var i = 0; i < 8; i++)
        {
            await client.SendAsync(1, new byte[10_000]).Bounded();
        }

        Task[] requests = [client.ResetStreamsAsync(SctpStreamDirections.Both, [1]), client.AddStreamsAsync(2, 3), client.ResetAsync()];

        await Timeouts.Until(() => server.UnreadBytes > 1000, "the server is full");
        Assert.All(requests, request => Assert.False(request.IsCompleted));
        for (var i = 0; i < 8; i++)
        {
            Assert.Equal(10_000, (await server.ReadOneAsync()).Length);
        }
        await Task.WhenAll(requests).Bounded();
        Assert.Equal((1026, 1027), (client.OutboundStreams, client.InboundStreams));
        await Exchange.RoundTripAsync(client, server);
        await Exchange.EndAsync(server, client);
    }

    private static void Allow(SctpOneToManyOptions options) => options.AllowedReconfigurations = SctpReconfigurations.All;

    private static SocketError Code(SctpException error) => Assert.IsType<SocketException>(error.InnerException).SocketErrorCode;

    private static async Task<T> NextAsync<T>(SctpOneToManySocket socket)
        where T : SctpNotification
        => (T)(await socket.ReceiveUntilAsync(item => item.Notification is T)).Notification!;
}
