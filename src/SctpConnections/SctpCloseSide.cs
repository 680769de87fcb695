namespace SctpConnections;

/// <summary>Which side ended an association.</summary>
public enum SctpCloseSide
{
    /// <summary>This program.</summary>
    Local,

    /// <summary>The other end.</summary>
    Peer,

    /// <summary>Neither: the network or the operating system.</summary>
    Network,
}
