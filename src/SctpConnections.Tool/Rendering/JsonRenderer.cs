using System.Text.Json;

namespace SctpConnections.Tool.Rendering;

/// <summary>One JSON value per line.</summary>
internal sealed class JsonRenderer(Stream output) : IRenderer
{
    public void Show(IView view)
    {
        // In one write, so that a reader never sees half a line.
        using var line = new MemoryStream();
        using (var writer = new Utf8JsonWriter(line))
        {
            view.WriteJson(writer);
        }
        line.WriteByte((byte)'\n');
        output.Write(line.GetBuffer().AsSpan(0, (int)line.Length));
        output.Flush();
    }

    public async Task WatchAsync(IAsyncEnumerable<IView> states)
    {
        await foreach (var state in states)
        {
            Show(state);
        }
    }
}
