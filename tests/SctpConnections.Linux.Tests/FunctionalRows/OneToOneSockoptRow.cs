using System.Net.Sockets;
using SctpConnections.Linux.Interop;
using SctpConnections.Linux.Tests.Support;
using SctpConnections.TestShared;

namespace SctpConnections.Linux.Tests.FunctionalRows;

/// <summary>
/// lksctp 1_to_1_sockopt. INITMSG, RTOINFO, SNDBUF, RCVBUF, ASSOCINFO as round trips: SocketOptionTests, OneToOneRtoinfoRow. LINGER is
/// Abort (NotificationTests). A bad level, name or buffer can be given only through the Socket that an association shows, which
/// answers with a SocketException and leaves the association alone. What remains is STATUS and the primary address.
/// </summary>
public sealed class OneToOneSockoptRow
{
    [Theory]
    [InlineData(132, 9999, SocketError.ProtocolOption)]
    [InlineData(77, 0, SocketError.OperationNotSupported)]
    public async Task Socket_OptionThatIsNone_AnswersAndTheAssociationGoesOn(int level, int option, SocketError expected)
    {
        var (server, client) = await Kernel.PairAsync();
        var value = new byte[4];

        var error = Assert.Throws<SocketException>(() => client.Socket!.GetRawSocketOption(level, option, value));

        Assert.Equal(expected, error.SocketErrorCode);
        await Exchange.RoundTripAsync(client, server);
        await Exchange.EndAsync(client, server);
    }

    [Fact]
    public async Task Socket_BufferTooShort_AnswersAndTheAssociationGoesOn()
    {
        var (server, client) = await Kernel.PairAsync();

        var error = Assert.Throws<SocketException>(() => client.Socket!.GetRawSocketOption(132, SctpConstants.SCTP_STATUS, new byte[3]));

        Assert.Equal(SocketError.InvalidArgument, error.SocketErrorCode);
        await Exchange.RoundTripAsync(client, server);
        await Exchange.EndAsync(client, server);
    }

    [Fact]
    public async Task Status_OfBothEnds_IsWhatTheAssociationSays()
    {
        var (server, client) = await Kernel.PairAsync(o => (o.OutboundStreams, o.InboundStreams) = (9, 8), o => (o.OutboundStreams, o.InboundStreams) = (5, 6));

        foreach (var end in (SctpAssociation[])[server, client])
        {
            var status = end.GetOption<sctp_status>(SctpConstants.SCTP_STATUS);
            Assert.Equal(SctpConstants.SCTP_ESTABLISHED, status.sstat_state);
            Assert.Equal((end.OutboundStreams, end.InboundStreams), (status.sstat_outstrms, status.sstat_instrms));
        }
        await Exchange.EndAsync(client, server);
    }

    [Fact]
    public async Task PrimaryAddress_OfAPeerWithSeveral_IsTheFirstOne()
    {
        await using var listener = await Kernel.ListenAsync(SctpEndPoint.Parse("sctp/127.0.0.1+127.0.0.2+127.0.0.3:0"));
        var accept = listener.AcceptAssociationAsync();
        var port = ((SctpEndPoint)listener.EndPoint).Port;

        var client = await Kernel.ConnectAsync(SctpEndPoint.Parse($"sctp/127.0.0.2+127.0.0.1:{port}"));

        var status = client.GetOption<sctp_status>(SctpConstants.SCTP_STATUS);
        Assert.True(SockAddr.TryRead(status.sstat_primary.spinfo_address, out var primary, out _));
        Assert.Equal(primary, client.RemoteEndPoint.Addresses[0]);
        Assert.Equal(3, client.RemoteEndPoint.Addresses.Length);
        await Exchange.EndAsync(client, await accept);
    }

    [Fact]
    public async Task Options_EachRetransmissionLimitAlone_LeavesTheOthersAtTheirDefaults()
    {
        var (server, client) = await Kernel.PairAsync(o => o.AssociationMaxRetransmissions = 3, o => o.PathMaxRetransmissions = 2);

        Assert.Equal(3, server.GetOption<sctp_assocparams>(SctpConstants.SCTP_ASSOCINFO).sasoc_asocmaxrxt);
        Assert.Equal(10, client.GetOption<sctp_assocparams>(SctpConstants.SCTP_ASSOCINFO).sasoc_asocmaxrxt);
        Assert.Equal(5, server.GetOption<sctp_paddrparams>(SctpConstants.SCTP_PEER_ADDR_PARAMS).spp_pathmaxrxt);
        var path = client.GetOption<sctp_paddrparams>(SctpConstants.SCTP_PEER_ADDR_PARAMS);
        Assert.Equal((2, 30_000u), (path.spp_pathmaxrxt, path.spp_hbinterval));
        await Exchange.EndAsync(client, server);
    }
}
