namespace SctpConnections;

/// <summary>Settings of a path. When they are changed, null leaves one as it is.</summary>
public sealed record SctpPathSettings
{
    /// <summary>Time between heartbeats on the idle path, in whole milliseconds; zero turns them off (RFC 6458 section 8.1.12).</summary>
    public TimeSpan? HeartbeatInterval { get; init; }

    /// <summary>Retransmissions in a row after which the path counts as unreachable (Path.Max.Retrans).</summary>
    public ushort? MaxRetransmissions { get; init; }

    /// <summary>Whether the path MTU is discovered.</summary>
    public bool? MtuDiscovery { get; init; }

    /// <summary>The path MTU, in bytes; setting one turns its discovery off.</summary>
    public int? Mtu { get; init; }

    /// <summary>How long an acknowledgement may wait, in whole milliseconds up to 500; zero turns waiting off.</summary>
    public TimeSpan? SackDelay { get; init; }

    /// <summary>The IPv6 flow label, 20 bits.</summary>
    public uint? FlowLabel { get; init; }

    /// <summary>The differentiated services code point, 0 to 63.</summary>
    public byte? Dscp { get; init; }

    /// <summary>Retransmissions in a row after which the path is potentially failed (PFMR, RFC 7829 section 3.1).</summary>
    public ushort? PotentiallyFailedThreshold { get; init; }

    /// <summary>Retransmissions in a row after which another path becomes the primary for good (PSMR, RFC 7829 section 5); 65,535 is never.</summary>
    public ushort? PrimarySwitchoverThreshold { get; init; }

    /// <summary>The peer's UDP port when packets are encapsulated in UDP (RFC 6951); 0 is no encapsulation.</summary>
    public ushort? UdpEncapsulationPort { get; init; }

    /// <summary>Time between probes of packetization layer path MTU discovery (RFC 8899), at least 5 seconds; zero turns it off.</summary>
    public TimeSpan? MtuProbeInterval { get; init; }
}
