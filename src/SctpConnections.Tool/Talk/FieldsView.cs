using System.Text.Json;
using SctpConnections.Tool.Rendering;

namespace SctpConnections.Tool.Talk;

/// <summary>Something that happened: a line for people, with more below it where needed, and fields for programs.</summary>
internal sealed record FieldsView(string Schema, string Text, params (string Name, object? Value)[] Fields) : IView
{
    public Tone Tone { get; init; }

    public IEnumerable<string> More { get; init; } = [];

    /// <summary>Whose properties are fields too, or null.</summary>
    public object? Detail { get; init; }

    public Document ToDocument()
    {
        var document = new Document().Line(Text, Tone);
        foreach (var line in More)
        {
            document.Line(line);
        }
        return document;
    }

    public void WriteJson(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("schema", Schema);
        foreach (var (name, value) in Fields)
        {
            ObjectJson.Property(writer, name, value);
        }
        if (Detail is not null)
        {
            ObjectJson.Properties(writer, Detail);
        }
        writer.WriteEndObject();
    }
}
