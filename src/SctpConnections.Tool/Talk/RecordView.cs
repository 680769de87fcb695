using System.Collections;
using System.Reflection;
using System.Text.Json;
using SctpConnections.Tool.Rendering;

namespace SctpConnections.Tool.Talk;

/// <summary>A record as a table of names and values, and a list of records as a table of its own.</summary>
internal sealed record RecordView(string Schema, int Association, object Value) : IView
{
    public Document ToDocument()
    {
        var document = new Document();
        Append(document, Value);
        return document;
    }

    public void WriteJson(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("schema", Schema);
        writer.WriteNumber("association", Association);
        if (Value is IEnumerable)
        {
            ObjectJson.Property(writer, "items", Value);
        }
        else
        {
            ObjectJson.Properties(writer, Value);
        }
        writer.WriteEndObject();
    }

    private static void Append(Document document, object value)
    {
        switch (value)
        {
            case IEnumerable<KeyValuePair<string, string>> pairs:
                Append(document, [.. pairs.Select(p => (p.Key, p.Value))]);
                break;
            case IEnumerable list:
                AppendList(document, [.. list.Cast<object>()]);
                break;
            default:
                var properties = ObjectJson.Readable(value.GetType()).ToList();
                Append(document, [.. properties.Where(p => !IsTable(p)).Select(p => (p.Name, ValueText.Format(Simple(p.GetValue(value)))))]);
                foreach (var property in properties.Where(IsTable))
                {
                    var table = property.GetValue(value);
                    if (table is IEnumerable inner && inner.GetEnumerator().MoveNext())
                    {
                        document.Line("").Line(property.Name, Tone.Strong);
                        Append(document, table);
                    }
                }
                break;
        }
    }

    private static void Append(Document document, List<(string Name, string Value)> rows)
    {
        var table = new TableBlock("", "");
        foreach (var (name, text) in rows)
        {
            table.Row(name, text);
        }
        document.Table(table);
    }

    private static void AppendList(Document document, List<object> items)
    {
        if (items.Count == 0)
        {
            document.Line("none");
            return;
        }
        var properties = ObjectJson.Readable(items[0].GetType()).ToList();
        var table = new TableBlock([.. properties.Select(p => p.Name)]);
        foreach (var item in items)
        {
            table.Row([.. properties.Select(p => new Cell(p.GetValue(item) is { } value ? ValueText.Format(Simple(value)) : ""))]);
        }
        document.Table(table);
    }

    private static object? Simple(object? value) => value is SctpPath path ? path.Address : value;

    private static bool IsTable(PropertyInfo property)
        => property.PropertyType.IsGenericType && typeof(IEnumerable).IsAssignableFrom(property.PropertyType) && !property.PropertyType.GetGenericArguments()[0].IsPrimitive;
}
