using System.Net;
using SctpConnections.Linux.Internal;

namespace SctpConnections.Tool.Tests;

/// <summary>Text as kernels print it (6.1), whole and damaged.</summary>
public sealed class ProcParserTests
{
    private const string Associations =
        " ASSOC     SOCK   STY SST ST HBKT ASSOC-ID TX_QUEUE RX_QUEUE UID INODE LPORT RPORT LADDRS <-> RADDRS HBINT INS OUTS MAXRT T1X T2X RTXC wmema wmemq sndbuf rcvbuf\n"
        + "5172885b  d42fce6 2   10  3  0       8        0        0       0    86 7000  37376  127.0.0.1 127.0.0.2 <-> *127.0.0.1 \t    3000    10    10   10    0    0        0        1        0   212992   212992\n"
        + "ffff8880 ffff8881 0   10  3  0       6      512      237    1000    87 7002  47657  127.0.0.1 fe80:0000:0000:0000:0000:0000:0000:0001 <-> 127.0.0.1 *fe80:0000:0000:0000:0000:0000:0000:0002 \t    3000     7     9   10    0    0       42        1        0   212992   212992\n";

    private const string EndPoints =
        " ENDPT     SOCK   STY SST HBKT LPORT   UID INODE LADDRS\n"
        + "d2a4f595  d42fce6 2   10  0    7000      0    86 127.0.0.1 127.0.0.2 \n"
        + " dc50755  8d1ea32 0   10  2    7002   1000    87 0000:0000:0000:0000:0000:0000:0000:0000 \n";

    private const string Paths =
        "ADDR ASSOC_ID HB_ACT RTO MAX_PATH_RTX REM_ADDR_RTX START STATE\n"
        + "127.0.0.1  8 1 300 5 0 0 2\n"
        + "127.0.0.1  6 1 300 5 0 0 3\n"
        + "fe80:0000:0000:0000:0000:0000:0000:0002  6 0 100 5 0 0 0\n";

    private const string Counters = "SctpCurrEstab                   \t2\nSctpT3RtxExpireds               \t17\nSctpNewInTheYear2040            \t3\n";

    [Fact]
    public void ReadAssociations_KernelsText_HasEveryColumn()
    {
        var found = ProcParser.ReadAssociations(Associations);

        Assert.Equal(2, found.Count);
        Assert.Equal((8, 3, 86L, 7000, 37376), (found[0].Id, found[0].State, found[0].Inode, found[0].LocalPort, found[0].RemotePort));
        Assert.Equal([IPAddress.Parse("127.0.0.1"), IPAddress.Parse("127.0.0.2")], found[0].Locals);
        Assert.Equal([IPAddress.Parse("127.0.0.1")], found[0].Peers);
        Assert.Equal((237L, 512L, 1000), (found[1].ReceiveQueue, found[1].SendQueue, found[1].UserId));
        Assert.Equal((7, 9, 42L), (found[1].InboundStreams, found[1].OutboundStreams, found[1].RetransmittedChunks));
        Assert.Equal(IPAddress.Parse("fe80::2"), found[1].Primary);
    }

    [Fact]
    public void Build_FilesAlone_JoinsPathsAndListeners()
    {
        var snapshot = SnapshotBuilder.Build(entries: null, new ProcFiles(Associations, EndPoints, Paths, Counters), TimeSpan.FromMilliseconds(10));

        Assert.Equal(Linux.SctpDiagSource.Files, snapshot.Source);
        Assert.True(snapshot.Associations[0].IsWaitingForAccept);
        Assert.False(snapshot.Associations[1].IsWaitingForAccept);
        var paths = snapshot.Associations[1].Paths;
        Assert.Equal((SctpPathState.Unconfirmed, false, TimeSpan.FromSeconds(3)), (paths[0].State, paths[0].IsPrimary, paths[0].RetransmissionTimeout));
        Assert.Equal((SctpPathState.Inactive, true, TimeSpan.FromSeconds(1)), (paths[1].State, paths[1].IsPrimary, paths[1].RetransmissionTimeout));
        Assert.Equal(SctpEndPoint.Parse("127.0.0.1+127.0.0.2:7000"), snapshot.Listeners[0].EndPoint);
        Assert.Equal((false, true), (snapshot.Listeners[0].IsOneToMany, snapshot.Listeners[1].IsOneToMany));
    }

    [Fact]
    public void ReadCounters_KnownAndNewNames_KnownOnesHaveAMeaning()
    {
        var counters = ProcParser.ReadCounters(Counters);

        Assert.Equal([2, 17, 3], counters.Select(c => c.Value));
        Assert.NotEmpty(counters[1].Meaning);
        Assert.Empty(counters[2].Meaning);
    }

    // Every place at which a text can end, and every byte that can be another one: nothing but fewer lines.
    [Fact]
    public void Build_TextCutOrDamagedAnywhere_NeverThrows()
    {
        foreach (var text in new[] { Associations, EndPoints, Paths, Counters })
        {
            for (var i = 0; i < text.Length; i++)
            {
                Build(text[..i]);
                foreach (var other in "\0 -*:9\n")
                {
                    Build(text[..i] + other + text[(i + 1)..]);
                }
            }
        }

        static void Build(string text) => SnapshotBuilder.Build(entries: null, new ProcFiles(text, text, text, text), TimeSpan.FromMilliseconds(4));
    }

    [Fact]
    public void ReadAssociations_LineCutOff_LeavesItOut()
    {
        var cut = Associations[..(Associations.IndexOf("<->", StringComparison.Ordinal) + 40)];

        Assert.Empty(ProcParser.ReadAssociations(cut));
    }
}
