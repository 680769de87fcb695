using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace SctpConnections;

/// <summary>The meter <c>SctpConnections</c>. Counters are added to once per batch.</summary>
internal sealed class SctpMetrics
{
    public const string MeterName = "SctpConnections";

    private static readonly KeyValuePair<string, object?> s_receive = new("network.io.direction", "receive");
    private static readonly KeyValuePair<string, object?> s_transmit = new("network.io.direction", "transmit");

    // For factories made without dependency injection.
    private static readonly Meter s_meter = new(MeterName);

    private readonly UpDownCounter<long> _count;
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _messages;
    private readonly Counter<long> _bytes;
    private readonly Counter<long> _pauses;
    private readonly Counter<long> _streamLimits;
    private readonly Counter<long> _discarded;
    private readonly Counter<long> _failovers;
    private readonly Lazy<PathGauges> _paths;
    private readonly Counter<long> _stalls;

    public SctpMetrics(IMeterFactory? factory)
    {
        var meter = factory?.Create(MeterName) ?? s_meter;
        _count = meter.CreateUpDownCounter<long>("sctp.association.count", "{association}", "Open associations.");
        _duration = meter.CreateHistogram<double>("sctp.association.duration", "s", "How long associations lived.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [1, 5, 10, 30, 60, 300, 600, 1800, 3600, 14_400, 86_400] });
        _messages = meter.CreateCounter<long>("sctp.messages", "{message}", "Messages received and sent.");
        _bytes = meter.CreateCounter<long>("sctp.io", "By", "User data received and sent.");
        _pauses = meter.CreateCounter<long>("sctp.receive.pauses", "{pause}", "Times an association stopped receiving at its limit.");
        _streamLimits = meter.CreateCounter<long>("sctp.stream.limit_reached", "{event}", "Times a stream passed its limit of unread bytes.");
        _stalls = meter.CreateCounter<long>("sctp.peer.stalls", "{stall}", "Times a peer acknowledged nothing for too long.");
        _discarded = meter.CreateCounter<long>("sctp.messages.discarded", "{message}", "Messages dropped because nobody reads their stream.");
        _failovers = meter.CreateCounter<long>("sctp.path.failovers", "{failover}", "Times that data left a failed primary path.");
        _paths = new Lazy<PathGauges>(() => new PathGauges(meter));
    }

    /// <summary>Counts an association in; true when it has to be counted out again, so that the sum stays right.</summary>
    public bool AssociationStarted(AssociationEnvironment environment)
    {
        if (!_count.Enabled && !_duration.Enabled)
        {
            return false;
        }
        _count.Add(1, Tags(environment));
        return true;
    }

    public void AssociationEnded(AssociationEnvironment environment, SctpCloseReason reason, TimeSpan duration)
    {
        var tags = Tags(environment);
        _count.Add(-1, tags);
        tags.Add("sctp.close.reason", reason.Kind.ToString().ToLowerInvariant());
        tags.Add("sctp.close.side", reason.Side.ToString().ToLowerInvariant());
        _duration.Record(duration.TotalSeconds, tags);
    }

    public void BatchReceived(SctpAssociation association, in BatchTally batch)
    {
        if (batch.Messages > 0)
        {
            _messages.Add(batch.Messages, s_receive);
            _bytes.Add(batch.Bytes, s_receive);
        }
        if (batch.Discarded > 0)
        {
            _discarded.Add(batch.Discarded, Tags(association.Environment));
        }
        if (batch.StreamsOverLimit > 0)
        {
            _streamLimits.Add(batch.StreamsOverLimit, Tags(association.Environment));
        }
    }

    public void MessagesSent(int count, long bytes)
    {
        if (count > 0)
        {
            _messages.Add(count, s_transmit);
            _bytes.Add(bytes, s_transmit);
        }
    }

    public void PeerStalled(SctpAssociation association) => _stalls.Add(1, Tags(association.Environment));

    public void ReceivePaused(SctpAssociation association) => _pauses.Add(1, Tags(association.Environment));

    public void FailedOver(SctpAssociation association) => _failovers.Add(1, Tags(association.Environment));

    /// <summary>Shows the paths of an association as gauges until <see cref="HidePaths"/>.</summary>
    public void ShowPaths(SctpAssociation association, TimeProvider clock) => _paths.Value.Add(association, clock);

    public void HidePaths(SctpAssociation association) => _paths.Value.Remove(association);

    private static TagList Tags(AssociationEnvironment environment) => new()
    {
        { "network.transport", "sctp" },
        { "sctp.provider", environment.Provider },
        { "sctp.side", environment.IsClient ? "client" : "server" },
    };
}
