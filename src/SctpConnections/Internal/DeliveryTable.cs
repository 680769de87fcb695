using SctpConnections.Providers;

namespace SctpConnections;

/// <summary>Sends messages whose fate is awaited, and knows who waits for which. Thread-safe; nothing runs under its gate.</summary>
internal sealed class DeliveryTable(SctpAssociation association)
{
    /// <summary>Results that one association may owe at a time.</summary>
    public const int Limit = 65_536;

    /// <summary>Smaller numbers are the users' own contexts.</summary>
    private const uint FirstId = 0x8000_0000;

    private readonly Lock _gate = new();
    private readonly Dictionary<uint, (TaskCompletionSource<SctpDelivery> Source, int Length)> _open = [];
    private uint _lastId = FirstId - 1;

    /// <summary>Sends a message and completes with its fate.</summary>
    /// <exception cref="InvalidOperationException">Too many are open.</exception>
    public async ValueTask<SctpDelivery> SendAsync(SctpOutboundMessage message, CancellationToken cancellationToken)
    {
        SendRules.Check(association, message);
        var (id, result) = Open((int)message.Payload.Length);
        try
        {
            await association.Sender.SendAsync(message with { DeliveryId = id }, cancellationToken);
        }
        catch (Exception e)
        {
            Fail(id, association.CloseReason);
            if (e is OperationCanceledException or SctpSendRefusedException)
            {
                throw;
            }
            return await result;
        }
        if (association.Completion.IsCompleted)
        {
            // It was taken while the association ended, perhaps after the others had got their results.
            Fail(id, association.CloseReason);
        }
        return await result.WaitAsync(cancellationToken);
    }

    /// <summary>Closes a result; one that is not open is no concern of anybody's.</summary>
    public void Complete(uint id, in SctpDelivery result)
    {
        if (TryRemove(id, out var open))
        {
            open.Source.SetResult(result);
        }
    }

    /// <summary>Closes a result whose message was not sent.</summary>
    public void Fail(uint id, SctpCloseReason? reason)
    {
        if (TryRemove(id, out var open))
        {
            open.Source.SetResult(Failure(open.Length, reason));
        }
    }

    /// <summary>The association is over: what nobody reported has failed.</summary>
    public void FailAll(SctpCloseReason? reason)
    {
        (TaskCompletionSource<SctpDelivery> Source, int Length)[] ended;
        lock (_gate)
        {
            ended = [.. _open.Values];
            _open.Clear();
        }
        foreach (var (source, length) in ended)
        {
            source.SetResult(Failure(length, reason));
        }
    }

    private (uint Id, Task<SctpDelivery> Result) Open(int length)
    {
        var source = new TaskCompletionSource<SctpDelivery>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_open.Count == Limit)
            {
                throw new InvalidOperationException(
                    $"{Limit} delivery results of this association are still awaited; await some of them first, or use SendAsync, which needs none.");
            }
            do
            {
                _lastId = _lastId == uint.MaxValue ? FirstId : _lastId + 1;
            }
            while (_open.ContainsKey(_lastId));
            _open.Add(_lastId, (source, length));
            return (_lastId, source.Task);
        }
    }

    private bool TryRemove(uint id, out (TaskCompletionSource<SctpDelivery> Source, int Length) open)
    {
        lock (_gate)
        {
            return _open.Remove(id, out open);
        }
    }

    private static SctpDelivery Failure(int length, SctpCloseReason? reason)
        => new() { Status = SctpDeliveryStatus.Failed, UndeliveredBytes = length, CauseCode = reason?.CauseCode };
}
