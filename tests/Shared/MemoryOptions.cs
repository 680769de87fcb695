namespace SctpConnections.TestShared;

/// <summary>How a <see cref="MemoryProvider"/> behaves.</summary>
public sealed class MemoryOptions
{
    /// <summary>Bytes in flight per direction before a send would block; a longer message fits only when nothing is in flight.</summary>
    public int Window { get; set; } = 64 * 1024;

    /// <summary>The longest part that messages are delivered in.</summary>
    public int PartSize { get; set; } = 32 * 1024;

    /// <summary>Messages of different streams or orderings whose parts are delivered in turn.</summary>
    public int Interleaved { get; set; } = 1;

    /// <summary>Refuses every connect.</summary>
    public bool RefusesConnects { get; set; }

    /// <summary>Lets every connect hang until it is cancelled.</summary>
    public bool HangsConnects { get; set; }
}
