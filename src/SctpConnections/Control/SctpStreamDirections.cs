namespace SctpConnections;

/// <summary>Which halves of streams are meant.</summary>
[Flags]
public enum SctpStreamDirections
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>What the peer sends.</summary>
    Inbound = 1,

    /// <summary>What this side sends.</summary>
    Outbound = 2,

    /// <summary>Both.</summary>
    Both = 3,
}
