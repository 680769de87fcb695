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

    /// <summary>A number of the caller's own that comes back with <see cref="Notifications.SctpSendFailedNotification"/>. Defaults to 0.</summary>
    public uint Context { get; init; }
}
