using System.Buffers;
using System.Globalization;
using SctpConnections.Linux.Tests.Support;
using SctpConnections.Notifications;
using SctpConnections.TestShared;

namespace SctpConnections.Linux.Tests.Peers;

/// <summary>What no kernel's socket can be made to send, from a peer that makes every packet itself.</summary>
public sealed class WirePeerTests : IDisposable
{
    private const string UdpPort = "/proc/sys/net/sctp/udp_port";

    private readonly string _before = File.ReadAllText(UdpPort);

    public WirePeerTests() => File.WriteAllText(UdpPort, "9899");

    public void Dispose() => File.WriteAllText(UdpPort, _before);

    [Fact]
    public async Task RemoteError_TwoCausesInOneChunk_AreTwoNotificationsAndTheAssociationGoesOn()
    {
        await using var listener = await Kernel.ListenAsync();
        var accept = listener.AcceptAssociationAsync();
        await using var peer = Start("error", listener.EndPoint);
        var server = await accept;
        Assert.Equal("before the error", (await server.ReadOneAsync()).Payload.Text());

        var known = await server.NotificationAsync<SctpRemoteErrorNotification>();
        var unknown = await server.NotificationAsync<SctpRemoteErrorNotification>();

        Assert.Equal(SctpErrorCause.InvalidStreamIdentifier, known.CauseCode);
        Assert.Equal([0x02, 0xBC, 0, 0], known.Data.ToArray());
        Assert.Equal(0x1234, unknown.CauseCode);
        // The kernel leaves the padding and hides the length.
        Assert.Equal("five!\0\0\0", unknown.Data.ToArray().Text());
        Assert.Equal("after the error", (await server.ReadOneAsync()).Payload.Text());
        var abort = await Assert.ThrowsAsync<SctpAbortedException>(() => server.ReadOneAsync());
        Assert.Equal((SctpErrorCause.UserInitiatedAbort, "said the peer"), (abort.CauseCode, abort.Reason.Text));
        await peer.ExpectSuccessAsync();
        await server.DisposeAsync().Bounded();
    }

    [Fact]
    public async Task Restart_SamePortsNewTag_IsReportedAndTheSameAssociationGoesOn()
    {
        await using var listener = await Kernel.ListenAsync();
        var accept = listener.AcceptAssociationAsync();
        await using var peer = Start("restart", listener.EndPoint);
        var server = await accept;
        Assert.Equal("before the restart", (await server.ReadOneAsync()).Payload.Text());

        var restarted = await server.NotificationAsync<SctpAssociationChangeNotification>(n => n.State != SctpAssociationChange.Up);

        Assert.Equal(SctpAssociationChange.Restarted, restarted.State);
        Assert.Equal((5, 5), (restarted.OutboundStreams, restarted.InboundStreams));
        Assert.Equal("after the restart", (await server.ReadOneAsync()).Payload.Text());
        await server.SendAsync(4, "still there"u8.ToArray()).Bounded();
        var abort = await Assert.ThrowsAsync<SctpAbortedException>(() => server.ReadOneAsync());
        Assert.Equal((SctpErrorCause.ProtocolViolation, "enough of it"), (abort.CauseCode, abort.Reason.Text));
        await peer.ExpectSuccessAsync();
        await server.DisposeAsync().Bounded();
    }

    [Fact]
    public async Task Violation_MessageWithoutAByte_EndsTheAssociationWithTheCauseThatThisSideGave()
    {
        await using var listener = await Kernel.ListenAsync();
        var accept = listener.AcceptAssociationAsync();
        await using var peer = Start("violate", listener.EndPoint);
        var server = await accept;
        Assert.Equal("before the violation", (await server.ReadOneAsync()).Payload.Text());

        var abort = await Assert.ThrowsAsync<SctpAbortedException>(() => server.ReadOneAsync());

        Assert.Equal((SctpCloseKind.Abort, SctpCloseSide.Network), (abort.Reason.Kind, abort.Reason.Side));
        Assert.Equal(SctpErrorCause.NoUserData, abort.CauseCode);
        await peer.ExpectSuccessAsync();
        await server.DisposeAsync().Bounded();
    }

    [Fact]
    public async Task Silence_PeerAnswersNothing_TheAssociationIsLostAndWhatWasSentComesBack()
    {
        await using var listener = await Kernel.ListenAsync(configure: o =>
        {
            (o.RtoInitial, o.RtoMin, o.RtoMax) = (Ms(50), Ms(50), Ms(100));
            (o.AssociationMaxRetransmissions, o.PathMaxRetransmissions) = (2, 2);
        });
        var accept = listener.AcceptAssociationAsync();
        await using var peer = Start("silent", listener.EndPoint);
        var server = await accept;
        Assert.Equal("before the silence", (await server.ReadOneAsync()).Payload.Text());
        await peer.WaitForAsync("silent from now on");

        await server.SendAsync(2, "anybody?"u8.ToArray()).Bounded();

        var lost = await Assert.ThrowsAsync<SctpAbortedException>(() => server.ReadOneAsync());
        Assert.Equal((SctpCloseKind.Lost, SctpCloseSide.Network), (lost.Reason.Kind, lost.Reason.Side));
        await Assert.ThrowsAsync<SctpAbortedException>(() => server.SendAsync(2, new byte[1]).Bounded());
        var failed = await server.NotificationAsync<SctpSendFailedNotification>();
        Assert.Equal((true, "anybody?"), (failed.WasSent, failed.Payload.ToArray().Text()));
        await server.DisposeAsync().Bounded();
    }

    private static TimeSpan Ms(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    private static Command Start(string mode, System.Net.EndPoint server) => Command.Start(
        "/usr/bin/python3", Repository.Peer("wire_peer.py"), mode, "127.0.0.1", ((SctpEndPoint)server).Port.ToString(CultureInfo.InvariantCulture));
}
