namespace SctpConnections.TestShared;

/// <summary>Bounds every wait of a test: what hangs fails, with the time it was given.</summary>
public static class Timeouts
{
    /// <summary>Far above what any step takes, so that a busy machine fails nothing.</summary>
    public static readonly TimeSpan Default = TimeSpan.FromSeconds(30);

    public static Task Bounded(this Task task) => task.WaitAsync(Default);

    public static Task<T> Bounded<T>(this Task<T> task) => task.WaitAsync(Default);

    public static Task Bounded(this ValueTask task) => task.AsTask().WaitAsync(Default);

    public static Task<T> Bounded<T>(this ValueTask<T> task) => task.AsTask().WaitAsync(Default);

    /// <summary>Waits for a state that nothing announces.</summary>
    public static async Task Until(Func<bool> condition, string what)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            if (TimeProvider.System.GetElapsedTime(start) > Default)
            {
                throw new TimeoutException($"Not within {Default}: {what}.");
            }
            await Task.Yield();
        }
    }
}
