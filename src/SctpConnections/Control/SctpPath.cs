using System.Net;

namespace SctpConnections;

/// <summary>A path at one moment (RFC 6458 section 8.2.2).</summary>
/// <param name="Address">The peer's address that it leads to.</param>
/// <param name="State">Its state.</param>
/// <param name="IsPrimary">Whether it is the primary path.</param>
/// <param name="CongestionWindow">The congestion window, in bytes.</param>
/// <param name="SmoothedRoundTripTime">The smoothed round-trip time; zero before one was measured.</param>
/// <param name="RetransmissionTimeout">The retransmission timeout.</param>
/// <param name="Mtu">The path MTU, in bytes.</param>
public sealed record SctpPath(
    IPAddress Address, SctpPathState State, bool IsPrimary, int CongestionWindow, TimeSpan SmoothedRoundTripTime, TimeSpan RetransmissionTimeout, int Mtu);
