namespace SctpConnections;

/// <summary>Extensions of SCTP that both sides have to know.</summary>
public enum SctpExtension
{
    /// <summary>Partial reliability (RFC 3758).</summary>
    PartialReliability,

    /// <summary>Stream reconfiguration (RFC 6525).</summary>
    StreamReconfiguration,

    /// <summary>Message interleaving, I-DATA (RFC 8260).</summary>
    MessageInterleaving,

    /// <summary>Dynamic address reconfiguration, ASCONF (RFC 5061).</summary>
    AddressReconfiguration,

    /// <summary>Chunk authentication, AUTH (RFC 4895).</summary>
    Authentication,

    /// <summary>Explicit congestion notification.</summary>
    ExplicitCongestionNotification,
}
