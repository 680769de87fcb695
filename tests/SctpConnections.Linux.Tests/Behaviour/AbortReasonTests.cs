using System.Globalization;
using System.Text;
using SctpConnections.Linux.Internal;
using SctpConnections.Linux.Tests.Support;
using SctpConnections.TestShared;

namespace SctpConnections.Linux.Tests.Behaviour;

/// <summary>The reason of an abort on its way to the peer.</summary>
public sealed class AbortReasonTests
{
    // A one-to-one socket that is told of its association's changes, and prints the cause of an ABORT.
    private const string Peer = """
        import socket, struct, sys
        s = socket.socket(socket.AF_INET, socket.SOCK_STREAM, 132)
        s.setsockopt(132, 127, struct.pack('=iHBx', 0, 0x8001, 1))
        s.settimeout(20)
        if sys.argv[1] == 'connect': s.connect(('127.0.0.1', int(sys.argv[2]))); s.sendmsg([b'up'], [])
        else:
            s.bind(('127.0.0.1', 0)); s.listen(1); print('port', s.getsockname()[1], flush=True)
            s = s.accept()[0]; s.settimeout(20)
        while True:
            try: data, _, flags, _ = s.recvmsg(70000, 256)
            except ConnectionResetError: continue
            kind, _, _, state = struct.unpack_from('=HHIH', data)
            if flags & 0x8000 and kind == 0x8001 and state == 1: break
        print('cause', struct.unpack_from('>H', data, 20)[0], data[24:].rstrip(b'\0').decode(), 'end')
        """;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Abort_EitherEnd_TheOtherGetsCauseAndText(bool isServer)
    {
        var (server, client) = await Kernel.PairAsync();
        var (from, to) = isServer ? (server, client) : (client, server);

        from.Abort("reason text äöü");

        var error = await Assert.ThrowsAsync<SctpAbortedException>(() => to.ReadOneAsync());
        Assert.Equal(SctpErrorCause.UserInitiatedAbort, error.CauseCode);
        Assert.Equal("reason text äöü", error.Reason.Text);
        Assert.Equal((SctpCloseKind.Abort, SctpCloseSide.Peer, "reason text äöü"), (to.CloseReason!.Kind, to.CloseReason.Side, to.CloseReason.Text));
        await Exchange.EndAsync(server, client);
    }

    [Fact]
    public async Task Abort_ByAnAcceptedAssociation_TheForeignPeerGetsCauseAndText()
    {
        await using var listener = await Kernel.ListenAsync();
        var accept = listener.AcceptAssociationAsync();
        await using var peer = Command.Start("/usr/bin/python3", "-c", Peer, "connect", ((SctpEndPoint)listener.EndPoint).Port.ToString(CultureInfo.InvariantCulture));
        await using var server = await accept;
        Assert.Equal(2, (await server.ReadOneAsync()).Length);

        server.Abort("reason text");

        await peer.WaitForAsync("cause 12 reason text end");
    }

    [Fact]
    public async Task Abort_ByAClient_TheForeignPeerGetsCauseAndText()
    {
        await using var peer = Command.Start("/usr/bin/python3", "-c", Peer, "listen");
        await peer.WaitForAsync("port ");
        await using var client = await Kernel.ConnectAsync(SctpEndPoint.Loopback(int.Parse(peer.Output.Split()[1], CultureInfo.InvariantCulture)));

        client.Abort("reason text");

        await peer.WaitForAsync("cause 12 reason text end");
    }

    [Fact]
    public async Task Abort_WithoutText_TheOtherGetsTheCauseAlone()
    {
        var (server, client) = await Kernel.PairAsync();

        server.Abort();

        var error = await Assert.ThrowsAsync<SctpAbortedException>(() => client.ReadOneAsync());
        Assert.Equal(SctpErrorCause.UserInitiatedAbort, error.CauseCode);
        Assert.True(string.IsNullOrEmpty(error.Reason.Text));
        await Exchange.EndAsync(server, client);
    }

    [Fact]
    public async Task Abort_TextTooLong_IsCutBetweenCharacters()
    {
        var (server, client) = await Kernel.PairAsync();

        server.Abort(string.Concat(Enumerable.Repeat("€", 1000)));

        var error = await Assert.ThrowsAsync<SctpAbortedException>(() => client.ReadOneAsync());
        Assert.Equal(string.Concat(Enumerable.Repeat("€", AbortReason.MaxLength / 3)), error.Reason.Text);
        await Exchange.EndAsync(server, client);
    }

    [Theory]
    [InlineData(1023, "")]
    [InlineData(1021, "€")]
    [InlineData(1020, "😀")]
    public void Encode_AroundTheLimit_KeepsWholeCharacters(int length, string last)
    {
        var bytes = AbortReason.Encode(new string('x', length) + last + "€😀");

        Assert.Equal(new string('x', length) + last, Encoding.UTF8.GetString(bytes));
    }
}
