namespace SctpConnections.Tool.Capture;

/// <summary>What was asked of <c>sctp capture</c>; 0 and null are no limit and no filter.</summary>
internal sealed record CaptureOptions
{
    /// <summary>The interface, or null for all.</summary>
    public string? Interface { get; init; }

    /// <summary>The port of either side.</summary>
    public int? Port { get; init; }

    /// <summary>The port of SCTP in UDP, 0 for none.</summary>
    public int UdpPort { get; init; }

    /// <summary>Ends after so many packets.</summary>
    public int? Count { get; init; }

    /// <summary>Ends after this time.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Whether all parameters are shown.</summary>
    public bool IsVerbose { get; init; }
}
