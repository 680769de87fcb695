namespace SctpConnections;

/// <summary>Stream reconfiguration (RFC 6525) and scheduling (RFC 8260). See <see cref="SctpControl"/> for threads and errors.</summary>
/// <remarks>The requests return once they are under way; the notifications tell the outcome, and so do the awaitable members of <see cref="SctpAssociation"/>.</remarks>
public abstract class SctpStreams
{
    /// <summary>Asks for a reset of streams: their sequence numbers start at 0 again (RFC 6525 section 6.3.2). One request at a time.</summary>
    /// <param name="directions">Which halves.</param>
    /// <param name="ids">The streams; none means all of them.</param>
    public abstract void Reset(SctpStreamDirections directions, ReadOnlySpan<ushort> ids);

    /// <summary>Asks for a reset of the association: all sequence numbers start anew (RFC 6525 section 6.3.3).</summary>
    public abstract void ResetAssociation();

    /// <summary>Asks for more streams (RFC 6525 section 6.3.4).</summary>
    public abstract void Add(ushort outbound, ushort inbound);

    /// <summary>Which stream sends next (RFC 8260 section 4.3.2).</summary>
    public abstract SctpStreamScheduler Scheduler { get; set; }

    /// <summary>The value that the scheduler uses for a stream: its priority or its weight (RFC 8260 section 4.3.3).</summary>
    public abstract ushort GetValue(ushort id);

    /// <inheritdoc cref="GetValue"/>
    public abstract void SetValue(ushort id, ushort value);
}
