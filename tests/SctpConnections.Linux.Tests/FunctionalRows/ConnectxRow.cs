using SctpConnections.Linux.Tests.Support;
using SctpConnections.TestShared;
using static SctpConnections.Linux.Tests.Support.ManySocket;

namespace SctpConnections.Linux.Tests.FunctionalRows;

/// <summary>lksctp connectx, one-to-many: a peer is named by a list of its addresses. Bad lists cannot be made: SctpEndPointTests.</summary>
public sealed class ConnectxRow
{
    [Fact]
    public async Task Connect_AllAddressesOfThePeer_IsOneAssociationWithAPathToEach()
    {
        await using var server = Open(endPoint: SctpEndPoint.Parse("sctp/127.0.0.1+127.0.0.2+127.0.0.3:0"));
        await using var client = Open();

        var id = await client.ConnectAsync(server.LocalEndPoint).Bounded();

        Assert.Equal([id], client.AssociationIds);
        var paths = client.GetControl(id).Paths;
        Assert.Equal(["127.0.0.1", "127.0.0.2", "127.0.0.3"], paths.GetAll().Select(path => path.Address.ToString()).Order());
        Assert.Equal(server.LocalEndPoint.Addresses[0], paths.Primary);
        await EndAsync(server, client);
    }

    [Theory]
    [InlineData("127.0.0.2")]
    [InlineData("127.0.0.2+127.0.0.1")]
    [InlineData("127.0.0.9+127.0.0.1")]
    public async Task Connect_ListThatHoldsAnAddressOfAnAssociation_SaysThatThereIsOne(string addresses)
    {
        await using var server = Open(endPoint: SctpEndPoint.Parse("sctp/127.0.0.1+127.0.0.2:0"));
        await using var client = Open();
        var id = await client.ConnectAsync(SctpEndPoint.Loopback(server.LocalEndPoint.Port)).Bounded();

        var error = await Assert.ThrowsAsync<SctpException>(() => client.ConnectAsync(SctpEndPoint.Parse($"sctp/{addresses}:{server.LocalEndPoint.Port}")).Bounded());

        Assert.Contains($"already: {id}", error.Message, StringComparison.Ordinal);
        Assert.Equal([id], client.AssociationIds);
        await EndAsync(server, client);
    }

    [Fact]
    public async Task Connect_FirstAddressIsSilent_TheNextOneIsTakenAndTheSilentOneIsNoPath()
    {
        await using var network = await DummyInterface.AddAsync("silent", "10.9.0.1/24");
        await using var server = Open(endPoint: SctpEndPoint.Parse("sctp/10.9.0.1:0"));
        await using var client = Open(o => (o.RtoInitial, o.RtoMin) = (TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(100)), SctpEndPoint.Any(0));

        var id = await client.ConnectAsync(SctpEndPoint.Parse($"sctp/10.9.0.2+10.9.0.1:{server.LocalEndPoint.Port}")).Bounded();

        Assert.Equal(server.LocalEndPoint, client.GetPeerAddresses(id));
        await client.SendAsync(id, 0, Bytes("arrived")).Bounded();
        Assert.Equal("arrived", (await server.ReceiveMessageAsync()).Text());
        await EndAsync(server, client);
    }
}
