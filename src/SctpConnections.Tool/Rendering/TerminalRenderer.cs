using Spectre.Console;
using Spectre.Console.Rendering;

namespace SctpConnections.Tool.Rendering;

/// <summary>Tables and colors on a terminal; the only place that knows Spectre.Console.</summary>
internal sealed class TerminalRenderer : IRenderer
{
    private const int ShortCell = 18;
    private const int Gap = 2;

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

    private Rows Build(Document document) => new(document.Blocks.Select(Build));

    private IRenderable Build(Block block) => block switch
    {
        LineBlock line => new Text(line.Text, StyleOf(line.Tone)),
        TableBlock table => Build(table),
        _ => throw new InvalidOperationException($"No way to show a {block.GetType().Name}."),
    };

    private Table Build(TableBlock block)
    {
        var table = new Table { Border = TableBorder.None, ShowHeaders = block.Headers.Any(h => h.Length > 0) };
        var columns = Fitting(block);
        foreach (var column in columns)
        {
            // When the screen is still too narrow the wide columns give way, and numbers and words stay whole.
            table.AddColumn(new TableColumn(new Text(block.Header(column), StyleOf(Tone.Strong)))
            {
                Alignment = block.IsRight(column) ? Justify.Right : Justify.Left,
                NoWrap = block.Width(column) <= ShortCell,
                Padding = new Padding(0, 0, Gap, 0),
            });
        }
        foreach (var row in block.Rows)
        {
            table.AddRow(columns.Select(column => new Text(row[column].Text, StyleOf(row[column].Tone))));
        }
        return table;
    }

    private List<int> Fitting(TableBlock block)
    {
        var columns = Enumerable.Range(0, block.Count).ToList();
        while (columns.Sum(column => block.Width(column) + Gap) > _console.Profile.Width && columns.FindLastIndex(block.IsOptional) is >= 0 and var last)
        {
            columns.RemoveAt(last);
        }
        return columns;
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
