using SctpConnections.Linux.Tests.Support;
using SctpConnections.Notifications;
using SctpConnections.TestShared;
using static SctpConnections.Linux.Tests.Support.ManySocket;

namespace SctpConnections.Linux.Tests.FunctionalRows;

/// <summary>lksctp basic: the life of an association of a one-to-many socket, its addresses, and ids that are none.</summary>
public sealed class BasicRow
{
    [Fact]
    public async Task Life_SetUpByTheFirstMessage_BothSidesAreToldInOrder()
    {
        var large = Payloads.Create(100_000, 1);
        await using var server = Open();
        await using var client = Open();

        var clientId = await client.SendAsync(server.LocalEndPoint, 1, Bytes("first")).Bounded();
        await client.SendAsync(clientId, 2, large).Bounded();
        var serverSaw = await RecordAsync(server, until: "100000 bytes");
        var serverId = Assert.Single(server.AssociationIds);
        await server.SendAsync(serverId, 3, large).Bounded();
        await server.SendAsync(serverId, 3, Bytes("last")).Bounded();
        var clientSaw = await RecordAsync(client, until: "4 bytes");
        await client.ShutdownAsync(clientId).Bounded();
        serverSaw.AddRange(await RecordAsync(server, until: "ShutdownComplete"));
        clientSaw.AddRange(await RecordAsync(client, until: "ShutdownComplete"));

        Assert.Equal(["Up", "5 bytes", "100000 bytes", "Shutdown", "ShutdownComplete"], serverSaw);
        Assert.Equal(["Up", "100000 bytes", "4 bytes", "ShutdownComplete"], clientSaw);
    }

    [Fact]
    public async Task Addresses_OfAnAssociation_AreWhatBothBoundAndTheStatusHasItsId()
    {
        await using var server = Open(endPoint: SctpEndPoint.Parse("sctp/127.0.0.1+127.0.0.2+127.0.0.3:0"));
        await using var client = Open(endPoint: SctpEndPoint.Parse("sctp/127.0.0.4+127.0.0.5:0"));

        var clientId = await client.ConnectAsync(server.LocalEndPoint).Bounded();
        var serverId = await server.AcceptAsync();

        AssertSame(server.LocalEndPoint, server.GetLocalAddresses(serverId));
        AssertSame(server.LocalEndPoint, client.GetPeerAddresses(clientId));
        AssertSame(client.LocalEndPoint, client.GetLocalAddresses(clientId));
        AssertSame(client.LocalEndPoint, server.GetPeerAddresses(serverId));
        Assert.Equal(clientId, client.GetControl(clientId).GetStatus().AssociationId);
        Assert.Equal(serverId, server.GetControl(serverId).GetStatus().AssociationId);
        Assert.Equal(SctpAssociationState.Established, server.GetControl(serverId).GetStatus().State);
        await EndAsync(server, client);
    }

    // 0, 1 and 2 mean future, current and all associations to the kernel, which must not get through.
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    public async Task UnknownId_EveryMember_NamesItAndTheOneThereIs(int unknown)
    {
        var (server, serverId, client, clientId) = await PairAsync();
        Func<Task>[] uses =
        [
            () => client.SendAsync(unknown, 0, new byte[1]).Bounded(),
            () => client.ShutdownAsync(unknown).Bounded(),
            () => Task.FromResult(client.GetControl(unknown)),
            () => Task.FromResult(client.GetPeerAddresses(unknown)),
            () => Task.FromResult(client.GetLocalAddresses(unknown)),
            () => Task.FromResult(client.PeelOff(unknown)),
            () =>
            {
                client.Abort(unknown, "nobody");
                return Task.CompletedTask;
            },
        ];

        foreach (var use in uses)
        {
            var error = await Assert.ThrowsAsync<ArgumentException>(use);
            Assert.Contains($"no association {unknown}", error.Message, StringComparison.Ordinal);
            Assert.Contains($" {clientId}", error.Message, StringComparison.Ordinal);
        }
        await client.SendAsync(clientId, 0, Bytes("unharmed")).Bounded();
        Assert.Equal(serverId, (await server.ReceiveMessageAsync()).AssociationId);
        await EndAsync(server, client);
    }

    private static void AssertSame(SctpEndPoint expected, SctpEndPoint actual)
    {
        Assert.Equal(expected.Port, actual.Port);
        Assert.Equal(expected.Addresses.Select(a => a.ToString()).Order(), actual.Addresses.Select(a => a.ToString()).Order());
    }

    /// <summary>Messages, and what tells the life, up to one of them.</summary>
    private static async Task<List<string>> RecordAsync(SctpOneToManySocket socket, string until)
    {
        var seen = new List<string>();
        await socket.ReceiveUntilAsync(item =>
        {
            var text = item.Notification switch
            {
                null => $"{item.Payload.Length} bytes",
                SctpAssociationChangeNotification change => change.State.ToString(),
                SctpShutdownNotification => "Shutdown",
                _ => null,
            };
            if (text is not null)
            {
                seen.Add(text);
            }
            return text == until;
        });
        return seen;
    }
}
