namespace SctpConnections;

/// <summary>A reader that waits and has been given something, or the end.</summary>
internal interface IInboundWaiter : IThreadPoolWorkItem
{
    /// <summary>Under the receiver's gate: whether it waits; it no longer does afterwards, and must be woken.</summary>
    bool TryClaimWake();

    /// <summary>Completes the wait on this thread.</summary>
    void Wake();
}
