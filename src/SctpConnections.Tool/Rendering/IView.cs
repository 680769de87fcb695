using System.Text.Json;

namespace SctpConnections.Tool.Rendering;

/// <summary>A result of a command, in both of its forms.</summary>
internal interface IView
{
    /// <summary>For people.</summary>
    Document ToDocument();

    /// <summary>For programs: one JSON value.</summary>
    void WriteJson(Utf8JsonWriter writer);
}
