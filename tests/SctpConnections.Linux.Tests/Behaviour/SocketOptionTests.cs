using System.Runtime.InteropServices;
using SctpConnections.Linux.Interop;
using SctpConnections.Linux.Tests.Support;
using SctpConnections.TestShared;

namespace SctpConnections.Linux.Tests.Behaviour;

/// <summary>What the options make of a socket, read back through the association's Socket.</summary>
public sealed class SocketOptionTests
{
    [Fact]
    public async Task Options_Defaults_NoDelayAndBuffersOnBothEnds()
    {
        var (server, client) = await Kernel.PairAsync();

        foreach (var end in (SctpAssociation[])[server, client])
        {
            Assert.Equal(1, Get<int>(end, SctpConstants.SCTP_NODELAY));
            // The kernel doubles what it is given, for its own bookkeeping.
            Assert.Equal(2 * 1024 * 1024, Get<int>(end, LibCConstants.SO_RCVBUF, LibCConstants.SOL_SOCKET));
            Assert.Equal(2 * 1024 * 1024, Get<int>(end, LibCConstants.SO_SNDBUF, LibCConstants.SOL_SOCKET));
        }
        await Exchange.EndAsync(server, client);
    }

    [Fact]
    public async Task Options_AllSet_AreWhatTheKernelUsesOnBothEnds()
    {
        var (server, client) = await Kernel.PairAsync(Set, Set);

        foreach (var end in (SctpAssociation[])[server, client])
        {
            Assert.Equal((12, 12), (end.OutboundStreams, end.InboundStreams));
            var init = Get<sctp_initmsg>(end, SctpConstants.SCTP_INITMSG);
            Assert.Equal((12, 21, 3, 4000), (init.sinit_num_ostreams, init.sinit_max_instreams, init.sinit_max_attempts, init.sinit_max_init_timeo));
            Assert.Equal(0, Get<int>(end, SctpConstants.SCTP_NODELAY));
            var rto = Get<sctp_rtoinfo>(end, SctpConstants.SCTP_RTOINFO);
            Assert.Equal((500u, 250u, 2000u), (rto.srto_initial, rto.srto_min, rto.srto_max));
            Assert.Equal(7, Get<sctp_assocparams>(end, SctpConstants.SCTP_ASSOCINFO).sasoc_asocmaxrxt);
            var path = Get<sctp_paddrparams>(end, SctpConstants.SCTP_PEER_ADDR_PARAMS);
            Assert.Equal((1230u, 4, 1200u), (path.spp_hbinterval, path.spp_pathmaxrxt, path.spp_pathmtu));
            Assert.NotEqual(0u, path.spp_flags & SctpConstants.SPP_PMTUD_DISABLE);
            var sack = Get<sctp_sack_info>(end, SctpConstants.SCTP_DELAYED_SACK);
            Assert.Equal((50u, 3u), (sack.sack_delay, sack.sack_freq));
            Assert.Equal(2 * 300_000, Get<int>(end, LibCConstants.SO_RCVBUF, LibCConstants.SOL_SOCKET));
            Assert.Equal(2 * 400_000, Get<int>(end, LibCConstants.SO_SNDBUF, LibCConstants.SOL_SOCKET));
        }
        await Exchange.RoundTripAsync(client, server);
        await Exchange.EndAsync(server, client);
    }

    [Fact]
    public async Task Options_HeartbeatZero_TurnsItOff()
    {
        var (server, client) = await Kernel.PairAsync(client: o => o.HeartbeatInterval = TimeSpan.Zero);

        var path = Get<sctp_paddrparams>(client, SctpConstants.SCTP_PEER_ADDR_PARAMS);

        Assert.NotEqual(0u, path.spp_flags & SctpConstants.SPP_HB_DISABLE);
        await Exchange.EndAsync(server, client);
    }

    [Fact]
    public async Task Options_SackDelayZero_AcknowledgesEachPacket()
    {
        var (server, client) = await Kernel.PairAsync(client: o => o.SackDelay = TimeSpan.Zero);

        Assert.Equal(1u, Get<sctp_sack_info>(client, SctpConstants.SCTP_DELAYED_SACK).sack_freq);
        await Exchange.EndAsync(server, client);
    }

    [Fact]
    public async Task Socket_ViewDisposed_AssociationGoesOn()
    {
        var (server, client) = await Kernel.PairAsync();

        client.Socket!.SafeHandle.Dispose();

        await Exchange.RoundTripAsync(client, server);
        await Exchange.EndAsync(server, client);
    }

    private static void Set(SctpAssociationOptions options)
    {
        (options.OutboundStreams, options.InboundStreams) = (12, 21);
        (options.MaxInitAttempts, options.MaxInitTimeout) = (3, TimeSpan.FromSeconds(4));
        options.NoDelay = false;
        (options.RtoInitial, options.RtoMin, options.RtoMax) = (Ms(500), Ms(250), Ms(2000));
        options.AssociationMaxRetransmissions = 7;
        (options.HeartbeatInterval, options.PathMaxRetransmissions, options.PathMtu) = (Ms(1230), 4, 1200);
        (options.SackDelay, options.SackFrequency) = (Ms(50), 3);
        (options.ReceiveBufferSize, options.SendBufferSize) = (300_000, 400_000);
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
