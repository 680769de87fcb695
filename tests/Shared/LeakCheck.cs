using SctpConnections.Providers;
using Xunit;

namespace SctpConnections.TestShared;

/// <summary>
/// A fixture of a test class: when the class is done, no receive block is lent that was not before. A thread keeps
/// at most one block between batches, which is no leak.
/// </summary>
public sealed class LeakCheck : IAsyncDisposable
{
    private readonly long _before = MessageBlockPool.Shared.Lent;

    /// <summary>Blocks lent since this was made.</summary>
    public long Growth => MessageBlockPool.Shared.Lent - _before;

    public async ValueTask DisposeAsync()
    {
        // What ends on other threads right now may still hold its block.
        var allowed = ThreadPool.ThreadCount + 2;
        await Timeouts.Until(() => Growth <= allowed, $"all receive blocks back, {Growth} are still lent and {allowed} may be parked");
        Assert.True(Growth <= allowed);
    }
}
