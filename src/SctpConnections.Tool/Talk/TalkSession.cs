using System.Globalization;

namespace SctpConnections.Tool.Talk;

/// <summary>The associations of listen or connect, and which of them the commands mean.</summary>
internal sealed class TalkSession(TalkOutput output, TimeProvider clock, uint ppid, bool isEcho) : IAsyncDisposable
{
    // Ended ones stay in the list for a while, so that one can ask why.
    private const int EndedLimit = 32;

    private readonly Lock _gate = new();
    private readonly List<TalkAssociation> _all = [];
    private readonly TaskCompletionSource<TalkAssociation> _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _added = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TalkAssociation? _chosen;
    private int _lastNumber;

    public TalkOutput Output => output;

    public TimeProvider Clock => clock;

    /// <summary>The payload protocol identifier of messages that name none.</summary>
    public uint Ppid => ppid;

    /// <summary>Whether quit was asked for.</summary>
    public bool IsOver { get; set; }

    /// <summary>The first association; it may have ended.</summary>
    public Task<TalkAssociation> First => _first.Task;

    public IReadOnlyList<TalkAssociation> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _all];
            }
        }
    }

    public TalkAssociation Add(SctpAssociation association)
    {
        TalkAssociation added;
        TaskCompletionSource waiting;
        lock (_gate)
        {
            (waiting, _added) = (_added, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            added = new TalkAssociation(++_lastNumber, association, output, clock, isEcho);
            _all.Add(added);
            if (_all.Count(a => a.Over.IsCompleted) > EndedLimit)
            {
                _all.RemoveAt(_all.FindIndex(a => a.Over.IsCompleted));
            }
        }
        _first.TrySetResult(added);
        waiting.SetResult();
        return added;
    }

    /// <summary>Lets the commands mean an association, and waits for it when it is not there yet.</summary>
    public async Task<TalkAssociation> UseAsync(int number, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var start = clock.GetTimestamp();
        while (true)
        {
            Task added;
            lock (_gate)
            {
                if (_all.Find(a => a.Number == number) is { } found)
                {
                    return _chosen = found;
                }
                added = _added.Task;
            }
            var left = timeout - clock.GetElapsedTime(start);
            if (left <= TimeSpan.Zero || number <= _lastNumber)
            {
                throw new ToolException(ExitCode.Failed, string.Create(CultureInfo.InvariantCulture, $"there is no association {number}; see 'list'"));
            }
            await Task.WhenAny(added, Task.Delay(left, clock, cancellationToken));
        }
    }

    /// <summary>The association that commands mean: the one of use, else the oldest that lives, else the last. A script waits for the first one.</summary>
    public async Task<TalkAssociation> GetAsync(CancellationToken cancellationToken)
    {
        if (!First.IsCompleted)
        {
            if (output.IsInteractive)
            {
                throw new ToolException(ExitCode.Failed, "there is no association yet");
            }
            await First.WaitAsync(cancellationToken);
        }
        lock (_gate)
        {
            return _chosen ?? _all.Find(a => !a.Over.IsCompleted) ?? _all[^1];
        }
    }

    /// <summary>Shuts all associations down gracefully; what still comes is shown.</summary>
    public async Task ShutdownAsync(CancellationToken cancellationToken)
    {
        foreach (var association in All.Where(a => !a.Over.IsCompleted))
        {
            await association.Association.ShutdownAsync(cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        var all = All;
        await Task.WhenAll(all.Select(a => a.Association.DisposeAsync().AsTask()));
        await Task.WhenAll(all.Select(a => a.Over));
    }
}
