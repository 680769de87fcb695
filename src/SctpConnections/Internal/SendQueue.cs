using System.Buffers;
using SctpConnections.Providers;

namespace SctpConnections;

/// <summary>
/// Messages on their way to the provider, in order: copies that nobody waits for, bounded by a limit, and the own bytes of
/// senders that wait. Guarded by the sender's gate. It holds memory only while it holds messages.
/// </summary>
internal struct SendQueue(int limit)
{
    private SendList _list;
    private MessageBlock? _block;
    private int _copiedBytes;

    public readonly bool IsEmpty => _list.IsEmpty;

    /// <summary>Bytes of the copies.</summary>
    public readonly int CopiedBytes => _copiedBytes;

    /// <summary>Copies a short message; false when there is no room. One always fits.</summary>
    public bool TryCopy(in SctpOutboundMessage message, bool isFirst)
    {
        var length = (int)message.Payload.Length;
        if (_copiedBytes > 0 && _copiedBytes + length > limit)
        {
            return false;
        }
        if (_block is null || _block.Free.Length < length)
        {
            _block?.Release();
            _block = MessageBlock.Rent(length);
        }
        message.Payload.CopyTo(_block.Free);
        var copy = new ReadOnlySequence<byte>(_block.Memory.Slice(_block.Commit(length), length));
        _copiedBytes += length;
        Add(PendingSend.RentCopy(message with { Payload = copy }, _block), isFirst);
        return true;
    }

    /// <summary>Copies a message of any length, beyond the limit.</summary>
    public void ForceCopy(in SctpOutboundMessage message)
    {
        _copiedBytes += (int)message.Payload.Length;
        Add(PendingSend.RentCopy(message with { Payload = new ReadOnlySequence<byte>(message.Payload.ToArray()) }, block: null), isFirst: false);
    }

    /// <summary>Adds a message whose sender waits, or a copy.</summary>
    public void Add(PendingSend pending, bool isFirst)
    {
        pending.IsQueued = true;
        if (isFirst)
        {
            _list.AddFirst(pending);
        }
        else
        {
            _list.AddLast(pending);
        }
    }

    public void Remove(PendingSend pending)
    {
        pending.IsQueued = false;
        _list.Remove(pending);
        if (_list.IsEmpty)
        {
            _block?.Release();
            _block = null;
        }
    }

    /// <summary>Shows the provider the first messages; <see cref="Settle"/> follows.</summary>
    public readonly int FillBatch(SctpOutboundMessage[] batch)
    {
        var count = 0;
        for (var pending = _list.First; pending is not null && count < batch.Length; pending = pending.Next)
        {
            pending.IsInFlight = true;
            batch[count++] = pending.Message;
        }
        return count;
    }

    /// <summary>Takes out what the provider took, and what was cancelled while it looked. Returns the bytes it took.</summary>
    /// <param name="sent">How many of the batch it took.</param>
    /// <param name="refusal">Why it refused the one behind them for good, or null.</param>
    /// <param name="ended">Gets those whose senders wait.</param>
    public int Settle(int sent, Exception? refusal, ref SendList ended)
    {
        var bytes = 0;
        for (; sent > 0; sent--)
        {
            var pending = _list.First!;
            bytes += pending.Length;
            if (!TakeCopy(pending))
            {
                pending.ForgetCancel();
                ended.AddLast(pending);
            }
        }
        if (refusal is not null && _list.First is { } refused && !TakeCopy(refused))
        {
            refused.SetEnd(refusal);
            ended.AddLast(refused);
        }
        for (var pending = _list.First; pending is { IsInFlight: true };)
        {
            var next = pending.Next;
            pending.IsInFlight = false;
            if (pending.IsCancelRequested)
            {
                Remove(pending);
                ended.AddLast(pending);
            }
            pending = next;
        }
        return bytes;
    }

    /// <summary>Takes everything out, because the association is over.</summary>
    public void Fail(SctpCloseReason reason, ref SendList ended)
    {
        while (_list.First is { } pending)
        {
            if (!TakeCopy(pending))
            {
                pending.SetEnd(CloseError.ForSend(reason));
                ended.AddLast(pending);
            }
        }
    }

    /// <summary>Takes a message out, and frees it when nobody waits for it.</summary>
    private bool TakeCopy(PendingSend pending)
    {
        Remove(pending);
        if (!pending.IsCopy)
        {
            return false;
        }
        _copiedBytes -= pending.Length;
        pending.FreeCopy();
        return true;
    }
}
