using SctpConnections.Linux.Interop;
using SctpConnections.Linux.Tests.Support;

namespace SctpConnections.Linux.Tests.FunctionalRows;

/// <summary>
/// lksctp 1_to_1_rtoinfo: set, read back, compare. All three at once: SocketOptionTests. What remains is one at a time, which must
/// leave the others alone, and values that the library or the kernel refuses, which must name the option and leave no socket.
/// </summary>
public sealed class OneToOneRtoinfoRow
{
    [Fact]
    public async Task Rto_EachAlone_LeavesTheOthersAtTheirDefaults()
    {
        Assert.Equal((2000u, 1000u, 60_000u), await RtoAsync(o => o.RtoInitial = Ms(2000)));
        Assert.Equal((3000u, 500u, 60_000u), await RtoAsync(o => o.RtoMin = Ms(500)));
        Assert.Equal((3000u, 1000u, 5000u), await RtoAsync(o => o.RtoMax = Ms(5000)));
        Assert.Equal((3000u, 1000u, 60_000u), await RtoAsync(_ => { }));
    }

    [Fact]
    public async Task Rto_OutOfOrder_IsRefusedBeforeASocketIsMade()
    {
        var before = Descriptors.Sockets;

        var error = await Assert.ThrowsAsync<ArgumentException>(() => Kernel.ConnectAsync(SctpEndPoint.Loopback(9), o => (o.RtoMin, o.RtoMax) = (Ms(2000), Ms(1000))));

        Assert.Contains(nameof(SctpAssociationOptions.RtoMin), error.Message, StringComparison.Ordinal);
        Assert.Equal(before, Descriptors.Sockets);
    }

    [Fact]
    public async Task Rto_AboveTheSystemsLimit_IsRefusedByNameAndLeavesNoSocket()
    {
        var before = Descriptors.Sockets;

        // Valid by itself, but beyond the sysctl rto_max that stays in force beside it.
        var error = await Assert.ThrowsAsync<SctpException>(() => Kernel.ConnectAsync(SctpEndPoint.Loopback(9), o => o.RtoMin = Ms(70_000)));

        Assert.Contains(nameof(SctpAssociationOptions.RtoMin), error.Message, StringComparison.Ordinal);
        Assert.Contains("EINVAL", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, Descriptors.Sockets);
        await Assert.ThrowsAsync<SctpException>(() => Kernel.ListenAsync(configure: o => o.RtoMin = Ms(70_000)));
        Assert.Equal(before, Descriptors.Sockets);
    }

    private static async Task<(uint Initial, uint Min, uint Max)> RtoAsync(Action<SctpAssociationOptions> configure)
    {
        var (server, client) = await Kernel.PairAsync(configure, configure);
        var rto = server.GetOption<sctp_rtoinfo>(SctpConstants.SCTP_RTOINFO);
        Assert.Equal(rto, client.GetOption<sctp_rtoinfo>(SctpConstants.SCTP_RTOINFO) with { srto_assoc_id = rto.srto_assoc_id });
        await Exchange.EndAsync(server, client);
        return (rto.srto_initial, rto.srto_min, rto.srto_max);
    }

    private static TimeSpan Ms(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);
}
