using System.Text.Json;
using System.Text.Json.Serialization;
using SctpConnections.Tool.Rendering;

namespace SctpConnections.Tool.Capture;

/// <summary>One packet, a line of <c>sctp capture</c>. Ports and tag are null in the later fragments of a packet.</summary>
internal sealed record PacketSummary(
    DateTimeOffset Time, string Interface, string Source, string Destination, int? SourcePort, int? DestinationPort, uint? VerificationTag,
    int LengthBytes, int? UdpPort, int? FragmentOffset, bool? MoreFragments, IReadOnlyList<ChunkSummary> Chunks, string? Malformed) : IView
{
    [JsonPropertyOrder(-1)]
    public string Schema { get; } = "sctp.packet/1";

    [JsonIgnore]
    public bool IsVerbose { get; init; }

    [JsonIgnore]
    public bool IsMalformed => Malformed is not null || Chunks.Any(chunk => chunk.Malformed is not null);

    public bool HasPort(int port) => SourcePort is null || SourcePort == port || DestinationPort == port;

    public void WriteJson(Utf8JsonWriter writer) => JsonSerializer.Serialize(writer, this, CaptureJson.Default.PacketSummary);

    public Document ToDocument() => new Document().Line(PacketText.Of(this), IsMalformed ? Tone.Bad : Tone.Normal);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PacketSummary))]
internal sealed partial class CaptureJson : JsonSerializerContext;
