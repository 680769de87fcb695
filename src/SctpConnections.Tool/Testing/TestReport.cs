using System.Globalization;
using System.Text.Json;
using SctpConnections.Tool.Rendering;

namespace SctpConnections.Tool.Testing;

/// <summary>What a test came to.</summary>
/// <param name="Side">client or server.</param>
/// <param name="Peer">The other side.</param>
/// <param name="Tally">What was sent, or received at a server.</param>
/// <param name="IsVerified">Whether contents were checked; else the messages were only counted.</param>
/// <param name="Lost">Messages that did not arrive.</param>
/// <param name="Mismatched">Messages that were not what was sent.</param>
/// <param name="OutOfOrder">Ordered messages that came in the wrong order.</param>
/// <param name="MayLose">Whether messages had a lifetime, so that some may be given up.</param>
internal sealed record TestReport(string Side, string Peer, TestTally Tally, bool IsVerified, long Lost, long Mismatched, long OutOfOrder, bool MayLose) : IView
{
    private const int ShownStreams = 32;

    public bool IsGood => Mismatched == 0 && OutOfOrder == 0 && (Lost == 0 || MayLose && Lost > 0);

    public Document ToDocument()
    {
        var document = new Document().Line(string.Create(CultureInfo.InvariantCulture,
            $"{Side} with {Peer}: {Tally.Messages} messages, {Tally.Bytes} bytes {(Side == "client" ? "sent" : "received")}"));
        var table = new TableBlock(">stream", ">messages", ">bytes");
        foreach (var (stream, (messages, bytes)) in Tally.Streams.Take(ShownStreams))
        {
            table.Row(Text(stream), Text(messages), Text(bytes));
        }
        document.Table(table);
        if (Tally.Streams.Count > ShownStreams)
        {
            document.Line($"and {Tally.Streams.Count - ShownStreams} streams more");
        }
        var verdict = !IsVerified ? "counted only: the peer does not verify" : IsGood && Lost == 0 ? "every message arrived as it was sent" : $"{Lost} {(MayLose ? "given up" : "lost")}, {Mismatched} mismatched, {OutOfOrder} out of order";
        return document.Line(verdict, !IsGood ? Tone.Bad : IsVerified ? Tone.Good : Tone.Warning);
    }

    public void WriteJson(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("schema", "sctp.test/1");
        writer.WriteString("side", Side);
        writer.WriteString("peer", Peer);
        writer.WriteNumber("messages", Tally.Messages);
        writer.WriteNumber("bytes", Tally.Bytes);
        writer.WriteBoolean("verified", IsVerified);
        writer.WriteNumber("lost", Lost);
        writer.WriteNumber("mismatched", Mismatched);
        writer.WriteNumber("outOfOrder", OutOfOrder);
        writer.WriteBoolean("good", IsGood);
        writer.WriteStartArray("streams");
        foreach (var (stream, (messages, bytes)) in Tally.Streams)
        {
            writer.WriteStartObject();
            writer.WriteNumber("streamId", stream);
            writer.WriteNumber("messages", messages);
            writer.WriteNumber("bytes", bytes);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
