namespace SctpConnections.AspNetCore;

/// <summary>Counts the pipelines that run on streams of one association.</summary>
internal sealed class StreamRuns
{
    private readonly TaskCompletionSource _none = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // One stands for the accepting itself.
    private int _count = 1;

    public void Add() => Interlocked.Increment(ref _count);

    public void Remove()
    {
        if (Interlocked.Decrement(ref _count) == 0)
        {
            _none.TrySetResult();
        }
    }

    /// <summary>Ends when all that were added are removed; no more may be added.</summary>
    public Task CompleteAsync()
    {
        Remove();
        return _none.Task;
    }
}
