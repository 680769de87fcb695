using System.Collections;
using System.Globalization;
using System.Net;
using System.Reflection;
using System.Text.Json;

namespace SctpConnections.Tool.Talk;

/// <summary>Writes values and the properties of records: camelCase names, times in milliseconds with Ms in the name, bytes in hexadecimal.</summary>
internal static class ObjectJson
{
    public static void Property(Utf8JsonWriter writer, string name, object? value)
    {
        writer.WritePropertyName(JsonNamingPolicy.CamelCase.ConvertName(name) + (value is TimeSpan ? "Ms" : ""));
        Value(writer, value);
    }

    public static void Properties(Utf8JsonWriter writer, object value)
    {
        foreach (var property in Readable(value.GetType()))
        {
            Property(writer, property.Name, property.GetValue(value));
        }
    }

    public static IEnumerable<PropertyInfo> Readable(Type type) => type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanRead && p.GetIndexParameters().Length == 0);

    private static void Value(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case null: writer.WriteNullValue(); break;
            case bool flag: writer.WriteBooleanValue(flag); break;
            case double number: writer.WriteNumberValue(number); break;
            case byte or sbyte or short or ushort or int or uint or long or ulong: writer.WriteNumberValue(Convert.ToDecimal(value, CultureInfo.InvariantCulture)); break;
            case TimeSpan time: writer.WriteNumberValue(time.TotalMilliseconds); break;
            case DateTimeOffset moment: writer.WriteStringValue(moment); break;
            case string or Enum or EndPoint or IPAddress or Exception: writer.WriteStringValue(value is Exception e ? e.Message : value.ToString()); break;
            case ReadOnlyMemory<byte> bytes: writer.WriteStringValue(Convert.ToHexStringLower(bytes.Span)); break;
            case IEnumerable<KeyValuePair<string, string>> pairs:
                writer.WriteStartObject();
                foreach (var (name, text) in pairs)
                {
                    writer.WriteString(name, text);
                }
                writer.WriteEndObject();
                break;
            case IEnumerable list:
                writer.WriteStartArray();
                foreach (var item in list)
                {
                    Value(writer, item);
                }
                writer.WriteEndArray();
                break;
            default:
                writer.WriteStartObject();
                Properties(writer, value);
                writer.WriteEndObject();
                break;
        }
    }
}
