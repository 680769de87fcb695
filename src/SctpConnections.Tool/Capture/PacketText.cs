using System.Globalization;
using System.Text;

namespace SctpConnections.Tool.Capture;

/// <summary>A packet as one line.</summary>
internal static class PacketText
{
    public static string Of(PacketSummary packet)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{packet.Time:HH:mm:ss.ffffff} {packet.Interface} ");
        text.Append(Address(packet.Source, packet.SourcePort)).Append(" > ").Append(Address(packet.Destination, packet.DestinationPort));
        if (packet.UdpPort is { } udp)
        {
            text.Append(CultureInfo.InvariantCulture, $" in UDP {udp}");
        }
        if (packet.VerificationTag is { } tag)
        {
            text.Append(CultureInfo.InvariantCulture, $" tag {tag:x8}");
        }
        if (packet.FragmentOffset is { } offset)
        {
            text.Append(CultureInfo.InvariantCulture, $" fragment {offset}-{offset + packet.LengthBytes}{(packet.MoreFragments == true ? "+" : "")}");
        }
        if (packet.Malformed is { } malformed)
        {
            text.Append(" malformed: ").Append(malformed);
        }
        for (var i = 0; i < packet.Chunks.Count; i++)
        {
            text.Append(i == 0 ? " " : "; ");
            Append(text, packet.Chunks[i], packet.IsVerbose);
        }
        return text.ToString();
    }

    private static void Append(StringBuilder text, ChunkSummary chunk, bool isVerbose)
    {
        text.Append(chunk.Name);
        Add(text, "tag", chunk.InitiateTag?.ToString("x8", CultureInfo.InvariantCulture));
        Add(text, "tsn", chunk.Tsn?.ToString(CultureInfo.InvariantCulture));
        Add(text, "sid", chunk.Stream?.ToString(CultureInfo.InvariantCulture));
        Add(text, "ssn", chunk.Ssn?.ToString(CultureInfo.InvariantCulture));
        Add(text, "mid", chunk.Mid?.ToString(CultureInfo.InvariantCulture));
        Add(text, "a_rwnd", chunk.Window?.ToString(CultureInfo.InvariantCulture));
        Add(text, "out", chunk.OutboundStreams?.ToString(CultureInfo.InvariantCulture));
        Add(text, "in", chunk.InboundStreams?.ToString(CultureInfo.InvariantCulture));
        Add(text, "gaps", chunk.Gaps is > 0 ? chunk.Gaps.Value.ToString(CultureInfo.InvariantCulture) : null);
        Add(text, "dups", chunk.Duplicates is > 0 ? chunk.Duplicates.Value.ToString(CultureInfo.InvariantCulture) : null);
        if (chunk.PpidName is { } ppid)
        {
            text.Append(' ').Append(ppid == chunk.Ppid?.ToString(CultureInfo.InvariantCulture) ? "ppid " : "").Append(ppid);
        }
        if (chunk.PayloadBytes is { } bytes)
        {
            text.Append(CultureInfo.InvariantCulture, $" {bytes} B");
        }
        if (chunk.Unordered == true)
        {
            text.Append(" unordered");
        }
        if (chunk.Part is { } part && part != "whole")
        {
            text.Append(' ').Append(part);
        }
        foreach (var cause in chunk.Causes ?? [])
        {
            text.Append(CultureInfo.InvariantCulture, $" ({cause.Name}{(cause.Text is null ? "" : $": \"{cause.Text}\"")})");
        }
        // In an INIT they are many; elsewhere they are what the chunk is for.
        if (chunk.Parameters is { Count: > 0 } parameters && (isVerbose || chunk.Type is not (1 or 2)))
        {
            text.Append(" [").AppendJoin(", ", parameters).Append(']');
        }
        Add(text, "malformed:", chunk.Malformed);
    }

    private static void Add(StringBuilder text, string name, string? value)
    {
        if (value is not null)
        {
            text.Append(' ').Append(name).Append(' ').Append(value);
        }
    }

    private static string Address(string address, int? port)
        => (address.Contains(':') ? $"[{address}]" : address) + (port is null ? "" : string.Create(CultureInfo.InvariantCulture, $":{port}"));
}
