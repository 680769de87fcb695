using System.Globalization;
using System.Text.Json;
using SctpConnections.Tool.Rendering;
using SctpConnections.Tool.Talk;

namespace SctpConnections.Tool.Perf;

/// <summary>What a run of perf came to.</summary>
internal sealed record PerfReport(
    string Side, string Peer, PerfPlan Plan, int Associations, TimeSpan Elapsed, PerfCounters Counters, long Lost,
    LatencyHistogram? Latency, long? Retransmitted, long? PeerRetransmitted) : IView
{
    private static readonly (string Name, double Share)[] s_shares = [("p50", 0.5), ("p90", 0.9), ("p99", 0.99), ("p99.9", 0.999), ("max", 1)];

    public Document ToDocument()
    {
        var document = new Document().Line(string.Create(CultureInfo.InvariantCulture,
            $"{Side} with {Peer}: {(Plan.IsPing ? "round trips" : "throughput")}, {Plan.Size} bytes, {Associations} association{(Associations == 1 ? "" : "s")}, {Plan.Streams} stream{(Plan.Streams == 1 ? "" : "s")}, {ValueText.Format(Elapsed)}"));
        var table = new TableBlock("", ">messages", ">messages/s", ">MB", ">MB/s");
        Row(table, "sent", Counters.Sent, Counters.SentBytes);
        Row(table, "received", Counters.Received, Counters.ReceivedBytes);
        document.Table(table).Line(Lost == 0 ? "nothing lost" : $"{Lost} messages lost", Lost == 0 ? Tone.Good : Tone.Bad);
        if (Latency is { Count: > 0 })
        {
            var times = new TableBlock([.. s_shares.Select(s => ">" + s.Name)]);
            times.Row([.. s_shares.Select(s => new Cell(ValueText.Format(Latency.Percentile(s.Share))))]);
            document.Line("round-trip time:").Table(times);
        }
        if (Retransmitted is not null)
        {
            document.Line($"retransmitted chunks: {Retransmitted} here, {(PeerRetransmitted is { } there ? there.ToString(CultureInfo.InvariantCulture) : "unknown")} at the peer");
        }
        return document;
    }

    public void WriteJson(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("schema", "sctp.perf/1");
        writer.WriteString("side", Side);
        writer.WriteString("peer", Peer);
        writer.WriteString("mode", Plan.IsPing ? "ping" : "throughput");
        writer.WriteNumber("size", Plan.Size);
        writer.WriteNumber("associations", Associations);
        writer.WriteNumber("streams", Plan.Streams);
        writer.WriteNumber("elapsedMs", Elapsed.TotalMilliseconds);
        Write(writer, "sent", Counters.Sent, Counters.SentBytes);
        Write(writer, "received", Counters.Received, Counters.ReceivedBytes);
        writer.WriteNumber("lost", Lost);
        ObjectJson.Property(writer, "retransmittedChunks", Retransmitted);
        ObjectJson.Property(writer, "peerRetransmittedChunks", PeerRetransmitted);
        if (Latency is { Count: > 0 })
        {
            writer.WriteStartObject("roundTripUs");
            foreach (var (name, share) in s_shares)
            {
                writer.WriteNumber(name, Latency.Percentile(share).TotalMicroseconds);
            }
            writer.WriteEndObject();
        }
        writer.WriteEndObject();
    }

    private void Row(TableBlock table, string name, long messages, long bytes)
    {
        if (messages > 0)
        {
            var seconds = Math.Max(Elapsed.TotalSeconds, 0.001);
            table.Row(name, Number(messages), Number(messages / seconds), Number(bytes / 1e6), Number(bytes / 1e6 / seconds));
        }
    }

    private void Write(Utf8JsonWriter writer, string name, long messages, long bytes)
    {
        var seconds = Math.Max(Elapsed.TotalSeconds, 0.001);
        writer.WriteStartObject(name);
        writer.WriteNumber("messages", messages);
        writer.WriteNumber("bytes", bytes);
        writer.WriteNumber("messagesPerSecond", Math.Round(messages / seconds, 1));
        writer.WriteNumber("megabytesPerSecond", Math.Round(bytes / 1e6 / seconds, 3));
        writer.WriteEndObject();
    }

    private static string Number(double value) => value.ToString(value >= 100 ? "#,0" : "0.00", CultureInfo.InvariantCulture);

    private static string Number(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);
}
