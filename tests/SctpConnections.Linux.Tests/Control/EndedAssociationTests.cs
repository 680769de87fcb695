using System.Net;
using SctpConnections.Linux.Interop;
using SctpConnections.Linux.Tests.Support;
using SctpConnections.TestShared;

namespace SctpConnections.Linux.Tests.Control;

/// <summary>What an association that has ended answers: always that it has, never the values of another one.</summary>
public sealed class EndedAssociationTests
{
    private static readonly Dictionary<string, Action<SctpControl>> s_members = new()
    {
        ["GetStatus"] = c => c.GetStatus(),
        ["GetStatistics"] = c => c.GetStatistics(),
        ["GetAbandoned"] = c => c.GetAbandoned(SctpReliabilityPolicy.Lifetime),
        ["GetCapabilities"] = c => c.GetCapabilities(),
        ["GetOption"] = c => c.GetOption(LibCConstants.IPPROTO_SCTP, SctpConstants.SCTP_NODELAY, new byte[4]),
        ["SetOption"] = c => c.SetOption(LibCConstants.IPPROTO_SCTP, SctpConstants.SCTP_NODELAY, new byte[4]),
        ["RetransmissionTimeouts"] = c => _ = c.Settings.RetransmissionTimeouts,
        ["NoDelay"] = c => c.Settings.NoDelay = true,
        ["Sack"] = c => c.Settings.Sack = new(TimeSpan.FromMilliseconds(100), 2),
        ["PartialReliability"] = c => _ = c.Settings.PartialReliability,
        ["GetAll"] = c => c.Paths.GetAll(),
        ["Primary"] = c => _ = c.Paths.Primary,
        ["LocalEndPoint"] = c => _ = c.Paths.LocalEndPoint,
        ["RemoteEndPoint"] = c => _ = c.Paths.RemoteEndPoint,
        ["GetSettings"] = c => c.Paths.GetSettings(),
        ["Configure"] = c => c.Paths.Configure(new() { HeartbeatInterval = TimeSpan.FromSeconds(5) }),
        ["AddLocalAddress"] = c => c.Paths.AddLocalAddress(IPAddress.Parse("127.0.0.9")),
        ["RequestHeartbeat"] = c => c.Paths.RequestHeartbeat(),
        ["ActiveKeyId"] = c => _ = c.Authentication.ActiveKeyId,
        ["SetKey"] = c => c.Authentication.SetKey(3, [1, 2, 3]),
        ["PeerChunks"] = c => _ = c.Authentication.PeerChunks,
        ["Scheduler"] = c => _ = c.Streams.Scheduler,
        ["ResetAssociation"] = c => c.Streams.ResetAssociation(),
        ["Add"] = c => c.Streams.Add(1, 0),
    };

    public static TheoryData<string> Names => [.. s_members.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Member_PeerHasShutDown_SaysThatItHasEnded(string name)
    {
        var (server, client) = await Kernel.PairAsync();
        await server.DisposeAsync().Bounded();
        await client.Completion.Bounded();

        AssertEnded(client, name);
        await Exchange.EndAsync(client);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Member_PeerHasAborted_SaysThatItHasEnded(string name)
    {
        var (server, client) = await Kernel.PairAsync();
        server.Abort();
        await client.Completion.Bounded();

        AssertEnded(client, name);
        await Exchange.EndAsync(server, client);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Member_Disposed_SaysThatItHasEnded(string name)
    {
        var (server, client) = await Kernel.PairAsync();
        await Exchange.EndAsync(server, client);

        AssertEnded(client, name);
    }

    [Fact]
    public async Task Requests_Disposed_SayThatItHasEnded()
    {
        var (server, client) = await Kernel.PairAsync(o => o.AllowedReconfigurations = SctpReconfigurations.All, o => o.AllowedReconfigurations = SctpReconfigurations.All);
        await Exchange.EndAsync(server, client);

        await Assert.ThrowsAsync<SctpException>(() => client.ResetStreamsAsync(SctpStreamDirections.Both).Bounded());
        await Assert.ThrowsAsync<SctpException>(() => client.ResetAsync().Bounded());
        await Assert.ThrowsAsync<SctpException>(() => client.AddStreamsAsync(1).Bounded());
    }

    private static void AssertEnded(SctpAssociation association, string name)
    {
        var error = Assert.Throws<SctpException>(() => s_members[name](association.Control));

        Assert.EndsWith("cannot be used: the association has ended, or its socket is closed.", error.Message, StringComparison.Ordinal);
    }
}
