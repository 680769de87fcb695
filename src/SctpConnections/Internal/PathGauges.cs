using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace SctpConnections;

/// <summary>
/// Observable gauges of the paths of associations that asked for them. All gauges of one collection share one look at the paths,
/// so that a collection costs each association one round of questions.
/// </summary>
internal sealed class PathGauges
{
    private static readonly TimeSpan s_freshness = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentDictionary<SctpAssociation, TimeProvider> _associations = new();
    private readonly Lock _gate = new();
    private List<(KeyValuePair<string, object?>[] Tags, SctpPath Path)> _paths = [];
    private (TimeProvider Clock, long Time)? _read;

    public PathGauges(Meter meter)
    {
        meter.CreateObservableGauge("sctp.path.state", () => Measure(_ => 1L, path => path.State), "{path}", "1 for each path, with its state as attribute.");
        meter.CreateObservableGauge("sctp.path.srtt", () => Measure(path => path.SmoothedRoundTripTime.TotalSeconds), "s", "Smoothed round-trip time.");
        meter.CreateObservableGauge("sctp.path.rto", () => Measure(path => path.RetransmissionTimeout.TotalSeconds), "s", "Retransmission timeout.");
        meter.CreateObservableGauge("sctp.path.cwnd", () => Measure(path => (long)path.CongestionWindow), "By", "Congestion window.");
        meter.CreateObservableGauge("sctp.path.mtu", () => Measure(path => (long)path.Mtu), "By", "Path MTU.");
    }

    public void Add(SctpAssociation association, TimeProvider clock) => _associations[association] = clock;

    public void Remove(SctpAssociation association)
    {
        _associations.TryRemove(association, out _);
        lock (_gate)
        {
            _read = null;
        }
    }

    private List<Measurement<T>> Measure<T>(Func<SctpPath, T> value, Func<SctpPath, SctpPathState>? state = null)
        where T : struct
    {
        lock (_gate)
        {
            Refresh();
            var measurements = new List<Measurement<T>>(_paths.Count);
            foreach (var (tags, path) in _paths)
            {
                measurements.Add(state is null
                    ? new Measurement<T>(value(path), tags)
                    : new Measurement<T>(value(path), [.. tags, new("sctp.path.state", Name(state(path)))]));
            }
            return measurements;
        }
    }

    private void Refresh()
    {
        if (_read is { } read && read.Clock.GetElapsedTime(read.Time) < s_freshness)
        {
            return;
        }
        _paths = [];
        foreach (var (association, clock) in _associations)
        {
            _read = (clock, clock.GetTimestamp());
            try
            {
                foreach (var path in association.Control.Paths.GetAll())
                {
                    _paths.Add((Tags(association, path), path));
                }
            }
            catch (Exception e) when (e is SctpException or NotSupportedException)
            {
                // It ended in this moment, or its provider shows no paths.
            }
        }
    }

    private static KeyValuePair<string, object?>[] Tags(SctpAssociation association, SctpPath path) =>
    [
        new("sctp.association.id", association.Id),
        new("sctp.side", association.Environment.IsClient ? "client" : "server"),
        new("network.peer.address", path.Address.ToString()),
        new("network.peer.port", association.RemoteEndPoint.Port),
        new("sctp.path.primary", path.IsPrimary),
    ];

    private static string Name(SctpPathState state) => state switch
    {
        SctpPathState.Active => "active",
        SctpPathState.Inactive => "inactive",
        SctpPathState.PotentiallyFailed => "potentially_failed",
        SctpPathState.Unconfirmed => "unconfirmed",
        _ => "unknown",
    };
}
