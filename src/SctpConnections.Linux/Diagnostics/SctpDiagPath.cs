using System.Net;

namespace SctpConnections.Linux;

/// <summary>One path of an association: one address of the peer. Null is what the kernel did not tell.</summary>
public sealed record SctpDiagPath
{
    /// <summary>The peer's address.</summary>
    public required IPAddress Address { get; init; }

    /// <summary>Whether it works.</summary>
    public required SctpPathState State { get; init; }

    /// <summary>Whether data takes this path as long as it works.</summary>
    public required bool IsPrimary { get; init; }

    /// <summary>The retransmission timeout, RTO.</summary>
    public TimeSpan? RetransmissionTimeout { get; init; }

    /// <summary>Whether a heartbeat is on its way without an answer yet, or none was sent.</summary>
    public bool? IsHeartbeatActive { get; init; }

    /// <summary>How many retransmissions make it fail, Path.Max.Retrans.</summary>
    public int? MaxRetransmissions { get; init; }

    /// <summary>How many retransmissions there were without an answer since it last answered; of the primary path only.</summary>
    public int? Errors { get; init; }

    /// <summary>The smoothed round trip time, in the kernel's ticks of 1 to 10 ms: zero is less than one; of the primary path only.</summary>
    public TimeSpan? SmoothedRoundTripTime { get; init; }

    /// <summary>The congestion window in bytes; of the primary path only.</summary>
    public long? CongestionWindow { get; init; }

    /// <summary>The slow start threshold in bytes; of the primary path only.</summary>
    public long? SlowStartThreshold { get; init; }

    /// <summary>Bytes that were sent and not acknowledged yet; of the primary path only.</summary>
    public long? BytesInFlight { get; init; }
}
