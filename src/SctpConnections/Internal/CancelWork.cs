namespace SctpConnections;

/// <summary>Cancels a token source as a work item: callbacks of users never run on the I/O path.</summary>
internal sealed class CancelWork(CancellationTokenSource source) : IThreadPoolWorkItem
{
    public void Execute() => source.Cancel();
}
