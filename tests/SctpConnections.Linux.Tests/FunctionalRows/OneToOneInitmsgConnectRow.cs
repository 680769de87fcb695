using SctpConnections.Linux.Interop;
using SctpConnections.Linux.Tests.Support;

namespace SctpConnections.Linux.Tests.FunctionalRows;

/// <summary>
/// lksctp 1_to_1_initmsg_connect: an INIT timeout of 0 means the default. Here null does; zero is no time, and refused with the name
/// of the option before a socket is made. All fields at once: SocketOptionTests.
/// </summary>
public sealed class OneToOneInitmsgConnectRow
{
    [Fact]
    public async Task InitTimeout_Null_IsTheKernelsDefaultAndConnects()
    {
        await using var listener = await Kernel.ListenAsync();
        var accept = listener.AcceptAssociationAsync();

        var client = await Kernel.ConnectAsync(listener.EndPoint, o => (o.MaxInitAttempts, o.MaxInitTimeout) = (4, null));

        var init = client.GetOption<sctp_initmsg>(SctpConstants.SCTP_INITMSG);
        Assert.Equal((4, 60_000), (init.sinit_max_attempts, init.sinit_max_init_timeo));
        var server = await accept;
        await Exchange.RoundTripAsync(client, server);
        await Exchange.EndAsync(client, server);
    }

    [Fact]
    public async Task InitTimeout_Zero_IsRefusedByName()
    {
        var before = Descriptors.Sockets;

        var error = await Assert.ThrowsAsync<ArgumentException>(() => Kernel.ConnectAsync(SctpEndPoint.Loopback(9), o => o.MaxInitTimeout = TimeSpan.Zero));

        Assert.Contains(nameof(SctpAssociationOptions.MaxInitTimeout), error.Message, StringComparison.Ordinal);
        Assert.Equal(before, Descriptors.Sockets);
    }

    [Fact]
    public async Task Streams_MoreWantedThanGranted_AreTheLesserOnBothSides()
    {
        var (server, client) = await Kernel.PairAsync(o => (o.OutboundStreams, o.InboundStreams) = (100, 3), o => (o.OutboundStreams, o.InboundStreams) = (50, 1));

        Assert.Equal((3, 1), (client.OutboundStreams, client.InboundStreams));
        Assert.Equal((1, 3), (server.OutboundStreams, server.InboundStreams));
        await Exchange.EndAsync(client, server);
    }
}
