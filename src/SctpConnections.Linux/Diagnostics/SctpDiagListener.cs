namespace SctpConnections.Linux;

/// <summary>One endpoint that listens on this machine.</summary>
public sealed record SctpDiagListener
{
    /// <summary>Where it listens.</summary>
    public required SctpEndPoint EndPoint { get; init; }

    /// <summary>Whether its socket is of the one-to-many style (RFC 6458 section 3); null when the kernel did not tell.</summary>
    public bool? IsOneToMany { get; init; }

    /// <summary>The inode of its socket.</summary>
    public required long SocketInode { get; init; }

    /// <summary>The user who owns the socket.</summary>
    public required int UserId { get; init; }

    /// <summary>Associations that wait to be accepted; null without sctp_diag.</summary>
    public int? Waiting { get; init; }

    /// <summary>How many may wait; null without sctp_diag.</summary>
    public int? Backlog { get; init; }
}
