namespace SctpConnections.Tool.Rendering;

/// <summary>What a cell or a line says beyond its words; a terminal shows it as a color.</summary>
internal enum Tone
{
    Normal,
    Strong,
    Good,
    Warning,
    Bad,
    Dim,
}

/// <summary>Lines and tables, without a word on how they look.</summary>
internal sealed class Document
{
    private readonly List<Block> _blocks = [];

    public IReadOnlyList<Block> Blocks => _blocks;

    public Document Line(string text, Tone tone = Tone.Normal)
    {
        _blocks.Add(new LineBlock(text, tone));
        return this;
    }

    public Document Table(TableBlock table)
    {
        _blocks.Add(table);
        return this;
    }
}

internal abstract record Block;

internal sealed record LineBlock(string Text, Tone Tone) : Block;

internal readonly record struct Cell(string Text, Tone Tone = Tone.Normal)
{
    public static implicit operator Cell(string text) => new(text);
}

/// <summary>A table. A column whose header starts with '&gt;' is a number: it stands at the right.</summary>
internal sealed record TableBlock(params string[] Headers) : Block
{
    private readonly List<Cell[]> _rows = [];

    public IReadOnlyList<Cell[]> Rows => _rows;

    public int Count => Headers.Length;

    public string Header(int column) => Headers[column].TrimStart('>');

    public bool IsRight(int column) => Headers[column].StartsWith('>');

    public TableBlock Row(params Cell[] cells)
    {
        if (cells.Length != Headers.Length)
        {
            throw new InvalidOperationException($"A row of {cells.Length} cells in a table of {Headers.Length} columns.");
        }
        _rows.Add(cells);
        return this;
    }
}
