using System.Text.Json;
using SctpConnections.Tool.Rendering;

namespace SctpConnections.Tool.Talk.Verbs;

/// <summary>What help shows.</summary>
internal sealed record VerbHelp(IReadOnlyList<Verb> Shown) : IView
{
    public Document ToDocument()
    {
        var document = new Document();
        foreach (var verb in Shown)
        {
            document.Line($"{verb.Name} {verb.Syntax}".TrimEnd(), Tone.Strong).Line($"    {verb.Description}");
        }
        return document;
    }

    public void WriteJson(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("schema", "sctp.help/1");
        writer.WriteStartArray("commands");
        foreach (var verb in Shown)
        {
            writer.WriteStartObject();
            writer.WriteString("name", verb.Name);
            writer.WriteString("syntax", verb.Syntax);
            writer.WriteString("description", verb.Description);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
