using SctpConnections.Linux.Tests.Support;
using SctpConnections.TestShared;

namespace SctpConnections.Linux.Tests.Control;

/// <summary>Reconfigurations that were not agreed on, that the peer denies, or that come while another is under way.</summary>
public sealed class ReconfigurationRefusalTests
{
    [Fact]
    public async Task Requests_NotAgreed_SayWhatBothSidesNeed()
    {
        var (server, client) = await Kernel.PairAsync(o => o.AllowedReconfigurations = SctpReconfigurations.None, o => o.AllowedReconfigurations = SctpReconfigurations.All);
        Func<Task>[] requests = [() => client.ResetStreamsAsync(SctpStreamDirections.Both), () => client.ResetAsync(), () => client.AddStreamsAsync(1, 1)];

        foreach (var request in requests)
        {
            var error = await Assert.ThrowsAsync<SctpException>(() => request().Bounded());
            Assert.Contains("both sides have to offer StreamReconfiguration", error.Message, StringComparison.Ordinal);
        }
        await Exchange.RoundTripAsync(client, server);
        await Exchange.EndAsync(server, client);
    }

    [Fact]
    public async Task Requests_AgreedButNotAllowedHere_SayWhatIsMissing()
    {
        var (server, client) = await Kernel.PairAsync(o => o.AllowedReconfigurations = SctpReconfigurations.All, o => o.AllowedReconfigurations = SctpReconfigurations.AddStreams);

        Assert.Contains(
            "AllowedReconfigurations", (await Assert.ThrowsAsync<SctpException>(() => client.ResetStreamsAsync(SctpStreamDirections.Outbound).Bounded())).Message, StringComparison.Ordinal);
        Assert.Contains("AllowedReconfigurations", (await Assert.ThrowsAsync<SctpException>(() => client.ResetAsync().Bounded())).Message, StringComparison.Ordinal);
        await client.AddStreamsAsync(1).Bounded();
        await Exchange.RoundTripAsync(client, server);
        await Exchange.EndAsync(server, client);
    }

    [Fact]
    public async Task Requests_ThePeerDoesNotAllowThem_AreDenied()
    {
        var (server, client) = await Kernel.PairAsync(o => (o.AllowedReconfigurations, o.InboundStreams) = (SctpReconfigurations.ResetStreams, 8), o => (o.AllowedReconfigurations, o.OutboundStreams) = (SctpReconfigurations.All, 8));

        foreach (var request in (Func<Task>[])[() => client.ResetAsync(), () => client.AddStreamsAsync(1), () => client.AddStreamsAsync(0, 1)])
        {
            var error = await Assert.ThrowsAsync<SctpException>(() => request().Bounded());
            Assert.StartsWith("The peer denied the reconfiguration", error.Message, StringComparison.Ordinal);
        }
        await client.ResetStreamsAsync(SctpStreamDirections.Outbound, [1]).Bounded();
        await Exchange.RoundTripAsync(client, server);
        await Exchange.EndAsync(server, client);
    }

    [Fact]
    public async Task AddStreams_MoreThanThePeersInboundStreams_TheKernelGrantsThemAllTheSame()
    {
        var (server, client) = await Kernel.PairAsync(
            o => (o.AllowedReconfigurations, o.InboundStreams) = (SctpReconfigurations.All, 8), o => (o.AllowedReconfigurations, o.OutboundStreams) = (SctpReconfigurations.All, 8));

        await client.AddStreamsAsync(4).Bounded();

        Assert.Equal((12, 12), (client.OutboundStreams, client.Control.GetStatus().OutboundStreams));
        await Exchange.RoundTripAsync(client, server);
        await Exchange.EndAsync(server, client);
    }

    [Fact]
    public async Task Streams_TwoRequestsAtOnce_TheSecondIsToldToWaitAndTheAwaitableOnesDo()
    {
        var (server, client) = await Kernel.PairAsync(o => o.AllowedReconfigurations = SctpReconfigurations.All, o => o.AllowedReconfigurations = SctpReconfigurations.All);
        // On one CPU the answer cannot come between the two calls only if the first is not handled at once; so the link is slow.
        await using var delay = await Netem.AddAsync("delay 100ms");

        client.Control.Streams.Reset(SctpStreamDirections.Outbound, [1]);
        var error = Assert.Throws<SctpException>(() => client.Control.Streams.Reset(SctpStreamDirections.Outbound, [2]));
        Assert.Contains("another reconfiguration is under way; wait for its notification", error.Message, StringComparison.Ordinal);
        await client.NotificationAsync<Notifications.SctpStreamResetNotification>();

        await Task.WhenAll(client.ResetStreamsAsync(SctpStreamDirections.Outbound, [1]), client.ResetStreamsAsync(SctpStreamDirections.Outbound, [2]), client.AddStreamsAsync(1)).Bounded();
        await Exchange.RoundTripAsync(client, server);
        await Exchange.EndAsync(server, client);
    }
}
