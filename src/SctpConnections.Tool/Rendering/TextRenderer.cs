using System.Text;

namespace SctpConnections.Tool.Rendering;

/// <summary>Aligned plain text, for pipes and files: no escape codes, no frames, and every column keeps its width.</summary>
internal sealed class TextRenderer(TextWriter output) : IRenderer
{
    public void Show(IView view)
    {
        output.Write(Format(view.ToDocument()));
        output.Flush();
    }

    public async Task WatchAsync(IAsyncEnumerable<IView> states)
    {
        var isFirst = true;
        await foreach (var state in states)
        {
            if (!isFirst)
            {
                output.WriteLine();
            }
            Show(state);
            isFirst = false;
        }
    }

    public static string Format(Document document)
    {
        var text = new StringBuilder();
        foreach (var block in document.Blocks)
        {
            if (block is LineBlock line)
            {
                text.Append(line.Text).Append('\n');
            }
            else if (block is TableBlock table)
            {
                Append(text, table);
            }
        }
        return text.ToString();
    }

    private static void Append(StringBuilder text, TableBlock table)
    {
        var widths = new int[table.Count];
        for (var column = 0; column < widths.Length; column++)
        {
            widths[column] = table.Rows.Select(row => row[column].Text.Length).Append(table.Header(column).Length).Max();
        }
        if (table.Headers.Any(h => h.Length > 0))
        {
            AppendRow(text, table, widths, table.Header);
        }
        foreach (var row in table.Rows)
        {
            AppendRow(text, table, widths, column => row[column].Text);
        }
    }

    private static void AppendRow(StringBuilder text, TableBlock table, int[] widths, Func<int, string> cell)
    {
        var line = new StringBuilder();
        for (var column = 0; column < widths.Length; column++)
        {
            var value = cell(column);
            line.Append(table.IsRight(column) ? value.PadLeft(widths[column]) : value.PadRight(widths[column])).Append("  ");
        }
        text.Append(line.ToString().TrimEnd()).Append('\n');
    }
}
