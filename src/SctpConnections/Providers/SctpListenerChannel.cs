namespace SctpConnections.Providers;

/// <summary>A provider's listener.</summary>
public abstract class SctpListenerChannel : IAsyncDisposable
{
    /// <summary>What it is bound to, with the port that was chosen.</summary>
    public abstract SctpEndPoint EndPoint { get; }

    /// <summary>
    /// The next association, or null once <see cref="Unbind"/> was called. One call at a time. It survives every fault that
    /// accepting can meet: it backs off, logs, and goes on.
    /// </summary>
    public abstract ValueTask<SctpAssociationChannel?> AcceptAsync();

    /// <summary>Stops listening; associations already accepted live on. Idempotent.</summary>
    public abstract void Unbind();

    /// <inheritdoc/>
    public virtual ValueTask DisposeAsync()
    {
        Unbind();
        GC.SuppressFinalize(this);
        return default;
    }
}
