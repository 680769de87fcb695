using System.Net;

namespace SctpConnections.Notifications;

/// <summary>A path to the peer changed (RFC 6458 section 6.1.2).</summary>
/// <param name="Address">The peer's address that the path leads to.</param>
/// <param name="State">What happened to it.</param>
/// <param name="ErrorCode">The provider's error code that goes with it, 0 when there is none.</param>
public sealed record SctpPeerAddressChangeNotification(IPAddress Address, SctpPeerAddressState State, int ErrorCode) : SctpNotification;
