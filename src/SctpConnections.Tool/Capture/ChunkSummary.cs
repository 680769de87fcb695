namespace SctpConnections.Tool.Capture;

/// <summary>One chunk, read. What its type does not have is null and stands in no JSON.</summary>
internal sealed record ChunkSummary(string Name, int Type, int Flags, int Length)
{
    /// <summary>What is wrong with it, if anything.</summary>
    public string? Malformed { get; init; }

    public uint? Tsn { get; init; }

    public int? Stream { get; init; }

    /// <summary>The stream sequence number; null for unordered data.</summary>
    public long? Ssn { get; init; }

    /// <summary>The message identifier of I-DATA.</summary>
    public uint? Mid { get; init; }

    public bool? Unordered { get; init; }

    /// <summary>Whole, first, middle or last.</summary>
    public string? Part { get; init; }

    public uint? Ppid { get; init; }

    public string? PpidName { get; init; }

    /// <summary>Bytes of user data.</summary>
    public int? PayloadBytes { get; init; }

    public uint? Window { get; init; }

    public int? Gaps { get; init; }

    public int? Duplicates { get; init; }

    public uint? InitiateTag { get; init; }

    public int? OutboundStreams { get; init; }

    public int? InboundStreams { get; init; }

    /// <summary>The causes of ABORT and ERROR.</summary>
    public IReadOnlyList<CauseSummary>? Causes { get; init; }

    /// <summary>The parameters of INIT and of what changes an association.</summary>
    public IReadOnlyList<string>? Parameters { get; init; }
}

/// <summary>An error cause.</summary>
internal sealed record CauseSummary(int Code, string Name, string? Text);
