using System.Net;

namespace SctpConnections;

/// <summary>How one message is sent (RFC 6458 section 5.3.4). The default value sends it ordered, reliably, with payload protocol identifier 0.</summary>
public readonly record struct SctpSendOptions
{
    /// <summary>The payload protocol identifier, in host byte order; <see cref="SctpConnections.PayloadProtocolIdentifier"/> lists the registered ones. Defaults to 0.</summary>
    public uint PayloadProtocolIdentifier { get; init; }

    /// <summary>Whether the message may overtake others of its stream (RFC 9260 section 6.6). Defaults to false.</summary>
    public bool IsUnordered { get; init; }

    /// <summary>Whether the peer is asked to acknowledge at once (RFC 7053). Defaults to false.</summary>
    public bool SackImmediately { get; init; }

    /// <summary>
    /// How long the message may wait to be sent or sent again before it is abandoned (RFC 3758 section 4, timed reliability),
    /// in whole milliseconds, at least 1. Defaults to null: fully reliable.
    /// </summary>
    public TimeSpan? Lifetime { get; init; }

    /// <summary>
    /// How often the message may be sent again before it is abandoned (RFC 7496 section 3.1, limited retransmissions); 0 sends it
    /// once. The kernel takes one that was acknowledged on its last attempt for abandoned, so its result is Expired then. Defaults to null: fully reliable. Excludes <see cref="Lifetime"/> and <see cref="Priority"/>.
    /// </summary>
    public uint? MaxRetransmissions { get; init; }

    /// <summary>
    /// How important the message is (RFC 7496 section 3.2, priority): when the send buffer is full, messages with a higher number
    /// are abandoned for it. Defaults to null: fully reliable. Excludes <see cref="Lifetime"/> and <see cref="MaxRetransmissions"/>.
    /// </summary>
    public uint? Priority { get; init; }

    /// <summary>
    /// The address of the peer that the message is sent to first (RFC 6458 section 5.3.4, SCTP_ADDR_OVER). Retransmissions may go
    /// to others. It needs <see cref="SctpAssociationOptions.PerMessageDestinations"/>. Defaults to null: the primary path. An address that the peer does not have fails this send alone.
    /// </summary>
    public IPAddress? Destination { get; init; }

    /// <summary>
    /// The shared key that authenticates the message (RFC 6458 section 5.3.8). Defaults to null: the active key. A key that does not
    /// exist fails this send alone; without AUTH on the association it has no effect.
    /// </summary>
    public ushort? AuthenticationKeyId { get; init; }

    /// <summary>
    /// A number of the caller's own, below 2³¹, that comes back with <see cref="Notifications.SctpSendFailedNotification"/>. Defaults to
    /// 0. The numbers above are the association's own, which tell the results of
    /// <see cref="SctpAssociation.DeliverAsync(ushort, ReadOnlyMemory{byte}, SctpSendOptions, CancellationToken)"/> apart.
    /// </summary>
    public uint Context { get; init; }

    /// <exception cref="ArgumentOutOfRangeException">The context is too large.</exception>
    /// <exception cref="ArgumentException">More than one partial reliability policy.</exception>
    internal void Validate()
    {
        if (Context > int.MaxValue)
        {
            throw new ArgumentOutOfRangeException(nameof(Context), Context, "Contexts from 2³¹ on are the association's own; take a smaller one.");
        }
        if (Lifetime < TimeSpan.FromMilliseconds(1))
        {
            throw new ArgumentOutOfRangeException(nameof(Lifetime), Lifetime, "A lifetime is at least one millisecond; leave it null for a message that is never given up.");
        }
        if ((Lifetime is not null || MaxRetransmissions is not null || Priority is not null) && FindConflict() is { } conflict)
        {
            throw new ArgumentException($"{conflict} exclude each other: a message has one partial reliability policy.");
        }
    }

    private string? FindConflict()
        => Lifetime is not null && MaxRetransmissions is not null ? $"{nameof(Lifetime)} and {nameof(MaxRetransmissions)}"
        : Lifetime is not null && Priority is not null ? $"{nameof(Lifetime)} and {nameof(Priority)}"
        : MaxRetransmissions is not null && Priority is not null ? $"{nameof(MaxRetransmissions)} and {nameof(Priority)}"
        : null;
}
