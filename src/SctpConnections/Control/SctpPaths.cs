using System.Net;

namespace SctpConnections;

/// <summary>Paths and addresses of an association, or the defaults of those that a socket will have. See <see cref="SctpControl"/> for threads and errors.</summary>
public abstract class SctpPaths
{
    /// <summary>Every path of the association.</summary>
    public abstract IReadOnlyList<SctpPath> GetAll();

    /// <summary>One path (RFC 6458 section 8.2.2).</summary>
    /// <param name="address">The peer's address that it leads to.</param>
    public abstract SctpPath Get(IPAddress address);

    /// <summary>The local addresses and port at this moment (RFC 6458 section 9.5).</summary>
    public abstract SctpEndPoint LocalEndPoint { get; }

    /// <summary>The peer's addresses and port at this moment (RFC 6458 section 9.3).</summary>
    public abstract SctpEndPoint RemoteEndPoint { get; }

    /// <summary>Adds a local address; with address reconfiguration the peer is told (RFC 6458 section 9.1, RFC 5061).</summary>
    public abstract void AddLocalAddress(IPAddress address);

    /// <summary>Removes a local address, but not the last one; with address reconfiguration the peer is told.</summary>
    public abstract void RemoveLocalAddress(IPAddress address);

    /// <summary>The peer's address that is used as long as it works (RFC 6458 section 8.1.9).</summary>
    public abstract IPAddress Primary { get; set; }

    /// <summary>Asks the peer to make one of our addresses its primary (RFC 6458 section 8.3.1). It needs address reconfiguration.</summary>
    public abstract void RequestPeerPrimary(IPAddress localAddress);

    /// <summary>Sends a heartbeat now (RFC 6458 section 8.1.12).</summary>
    /// <param name="address">The path, or null for all of them.</param>
    public abstract void RequestHeartbeat(IPAddress? address = null);

    /// <summary>The settings of a path, every one of them that the provider knows.</summary>
    /// <param name="address">The path, or null for what new paths get.</param>
    public abstract SctpPathSettings GetSettings(IPAddress? address = null);

    /// <summary>Changes settings of a path; those that are null stay.</summary>
    /// <param name="settings">What to change.</param>
    /// <param name="address">The path, or null for all paths and what new ones get.</param>
    public abstract void Configure(SctpPathSettings settings, IPAddress? address = null);
}
