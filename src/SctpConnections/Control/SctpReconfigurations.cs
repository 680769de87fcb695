namespace SctpConnections;

/// <summary>Kinds of reconfiguration (RFC 6525 section 6.3.1).</summary>
[Flags]
public enum SctpReconfigurations
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Streams may be reset.</summary>
    ResetStreams = 1,

    /// <summary>The whole association may be reset.</summary>
    ResetAssociation = 2,

    /// <summary>Streams may be added.</summary>
    AddStreams = 4,

    /// <summary>All of them.</summary>
    All = 7,
}
