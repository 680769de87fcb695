using Spectre.Console;
using Spectre.Console.Rendering;

namespace SctpConnections.Tool.Rendering;

/// <summary>Tables and colors on a terminal; the only place that knows Spectre.Console.</summary>
internal sealed class TerminalRenderer : IRenderer
{
    private readonly IAnsiConsole _console = AnsiConsole.Console;

    public void Show(IView view) => _console.Write(Build(view.ToDocument()));

    public Task WatchAsync(IAsyncEnumerable<IView> states)
        => _console.Live(new Text("")).Overflow(VerticalOverflow.Ellipsis).StartAsync(async live =>
        {
            await foreach (var state in states)
            {
                live.UpdateTarget(Build(state.ToDocument()));
            }
        });

    private static Rows Build(Document document) => new(document.Blocks.Select(Build));

    private static IRenderable Build(Block block) => block switch
    {
        LineBlock line => new Text(line.Text, StyleOf(line.Tone)),
        TableBlock table => Build(table),
        _ => throw new InvalidOperationException($"No way to show a {block.GetType().Name}."),
    };

    private static Table Build(TableBlock block)
    {
        var table = new Table { Border = TableBorder.Rounded, ShowHeaders = block.Headers.Any(h => h.Length > 0) };
        for (var i = 0; i < block.Count; i++)
        {
            table.AddColumn(new TableColumn(new Text(block.Header(i), StyleOf(Tone.Strong))) { Alignment = block.IsRight(i) ? Justify.Right : Justify.Left });
        }
        foreach (var row in block.Rows)
        {
            table.AddRow(row.Select(cell => new Text(cell.Text, StyleOf(cell.Tone))));
        }
        return table;
    }

    private static Style StyleOf(Tone tone) => tone switch
    {
        Tone.Strong => new Style(decoration: Decoration.Bold),
        Tone.Good => new Style(Color.Green),
        Tone.Warning => new Style(Color.Yellow),
        Tone.Bad => new Style(Color.Red, decoration: Decoration.Bold),
        Tone.Dim => new Style(decoration: Decoration.Dim),
        _ => Style.Plain,
    };
}
