using System.Globalization;
using SctpConnections.Linux;
using SctpConnections.Tool.Rendering;

namespace SctpConnections.Tool.Status;

/// <summary>Lays a look at the machine out as tables.</summary>
internal static class StatusDocument
{
    private const string Nothing = "-";

    public static Document Create(StatusReport report)
    {
        var document = new Document();
        var source = report.Source == SctpDiagSource.Files ? ", from /proc/net/sctp alone (modprobe sctp_diag tells more)" : "";
        document.Line($"{report.Time.ToString("HH:mm:ss", CultureInfo.InvariantCulture)}  {Count(report.Associations.Count, "association")}, {Count(report.Listeners.Count, "listener")}{source}", Tone.Strong);
        if (report.Associations.Count > 0)
        {
            document.Line("").Table(Associations(report)).Line("").Table(Paths(report));
        }
        if (report.Listeners.Count > 0)
        {
            document.Line("").Table(Listeners(report));
        }
        if (report.ShowsCounters && report.Counters.Count > 0)
        {
            document.Line("").Table(Counters(report));
        }
        return document;
    }

    private static TableBlock Associations(StatusReport report)
    {
        var table = new TableBlock(">id", "state", "local", "remote", "?>in/out", "?>recv-q", "?>send-q", "?>rwnd", "?>unacked", "?>resent", "?process");
        foreach (var a in report.Associations)
        {
            table.Row(
                Number(a.Id),
                new Cell(a.WaitingForAccept ? "not accepted" : Words(a.State), ToneOf(a.State)),
                Text(a.Local),
                Text(a.Remote),
                string.Create(CultureInfo.InvariantCulture, $"{a.InboundStreams}/{a.OutboundStreams}"),
                Number(a.ReceiveQueueBytes),
                Number(a.SendQueueBytes),
                Number(a.PeerWindowBytes),
                Number(a.UnacknowledgedChunks),
                new Cell(Number(a.RetransmittedChunks), a.RetransmittedChunks > 0 ? Tone.Warning : Tone.Normal),
                a.Process?.ToString() ?? Nothing);
        }
        return table;
    }

    private static TableBlock Paths(StatusReport report)
    {
        var table = new TableBlock(">id", "path to", "state", "", ">RTO ms", "?>SRTT ms", "?>cwnd", "?>in flight", "?>errors", "?>max");
        foreach (var a in report.Associations)
        {
            foreach (var p in a.Paths)
            {
                table.Row(
                    Number(a.Id),
                    p.Address,
                    new Cell(Words(p.State), ToneOf(p.State)),
                    p.Primary ? "primary" : "",
                    Number(p.RtoMs),
                    p.SrttMs == 0 ? "<1 tick" : Number(p.SrttMs),
                    Number(p.CwndBytes),
                    Number(p.InFlightBytes),
                    new Cell(Number(p.Errors), p.Errors > 0 ? Tone.Warning : Tone.Normal),
                    Number(p.MaxRetransmissions));
            }
        }
        return table;
    }

    private static TableBlock Listeners(StatusReport report)
    {
        var table = new TableBlock("listens on", "?style", "?>waiting", "?>backlog", "?process");
        foreach (var l in report.Listeners)
        {
            var style = l.OneToMany switch { true => "one-to-many", false => "one-to-one", null => Nothing };
            table.Row(Text(l.EndPoint), style, Number(l.Waiting), Number(l.Backlog), l.Process?.ToString() ?? Nothing);
        }
        return table;
    }

    private static TableBlock Counters(StatusReport report)
    {
        var isWatching = report.Counters[0].Added is not null;
        var table = isWatching ? new TableBlock("counter", ">value", ">added", "meaning") : new TableBlock("counter", ">value", "meaning");
        foreach (var c in report.Counters)
        {
            Cell added = new(c.Added > 0 ? "+" + Number(c.Added) : "", Tone.Strong);
            table.Row(isWatching ? [c.Name, Number(c.Value), added, c.Meaning] : [c.Name, Number(c.Value), c.Meaning]);
        }
        return table;
    }

    private static string Count(int count, string thing) => string.Create(CultureInfo.InvariantCulture, $"{count} {thing}{(count == 1 ? "" : "s")}");

    private static string Text(EndPointRecord e)
        => string.Join('+', e.Addresses.Select(a => a.Contains(':') ? $"[{a}]" : a)) + ":" + e.Port.ToString(CultureInfo.InvariantCulture);

    private static string Number(long? value) => value?.ToString(CultureInfo.InvariantCulture) ?? Nothing;

    private static string Number(double? value) => value?.ToString("0.#", CultureInfo.InvariantCulture) ?? Nothing;

    private static string Words(SctpAssociationState state) => state switch
    {
        SctpAssociationState.CookieWait => "cookie wait",
        SctpAssociationState.CookieEchoed => "cookie echoed",
        SctpAssociationState.ShutdownPending => "shutdown pending",
        SctpAssociationState.ShutdownSent => "shutdown sent",
        SctpAssociationState.ShutdownReceived => "shutdown received",
        SctpAssociationState.ShutdownAckSent => "shutdown ack sent",
        SctpAssociationState.Established => "established",
        SctpAssociationState.Closed => "closed",
        _ => "unknown",
    };

    private static string Words(SctpPathState state) => state switch
    {
        SctpPathState.Active => "active",
        SctpPathState.Inactive => "inactive",
        SctpPathState.PotentiallyFailed => "potentially failed",
        SctpPathState.Unconfirmed => "unconfirmed",
        _ => "unknown",
    };

    private static Tone ToneOf(SctpAssociationState state) => state == SctpAssociationState.Established ? Tone.Good : Tone.Warning;

    private static Tone ToneOf(SctpPathState state) => state switch
    {
        SctpPathState.Active => Tone.Good,
        SctpPathState.Inactive => Tone.Bad,
        _ => Tone.Warning,
    };
}
