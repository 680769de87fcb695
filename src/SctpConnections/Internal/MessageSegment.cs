using System.Buffers;
using Microsoft.Extensions.ObjectPool;
using SctpConnections.Providers;

namespace SctpConnections;

/// <summary>
/// A received part of a message. The first part is the message's head: it carries what SCTP said about it, leads to its last
/// part and links to the next message of its queue. Pooled.
/// </summary>
internal sealed class MessageSegment : ReadOnlySequenceSegment<byte>
{
    private static readonly DefaultObjectPool<MessageSegment> s_pool = new(new DefaultPooledObjectPolicy<MessageSegment>(), 8192);

    private MessageBlock? _block;

    /// <summary>Head only: what came with the message.</summary>
    public SctpMessageInfo Info;

    /// <summary>Head only: the length of all parts.</summary>
    public int Length;

    /// <summary>Head only: the last part.</summary>
    public MessageSegment Last;

    /// <summary>Head only: the next message of the queue.</summary>
    public MessageSegment? NextMessage;

    public MessageSegment() => Last = this;

    public new MessageSegment? Next => (MessageSegment?)base.Next;

    public static MessageSegment Rent(MessageBlock block, int offset, int length, in SctpMessageInfo info)
    {
        var segment = s_pool.Get();
        block.Retain();
        segment._block = block;
        segment.Memory = block.Memory.Slice(offset, length);
        segment.Info = info;
        segment.Length = length;
        segment.Last = segment;
        return segment;
    }

    /// <summary>Gives the message that begins here another part.</summary>
    public void Append(MessageSegment part)
    {
        Last.Link(part);
        Last = part;
        Length += part.Length;
    }

    /// <summary>Makes the parts of another message follow this part, so that both can be read as one sequence.</summary>
    public void Link(MessageSegment message)
    {
        base.Next = message;
        var index = RunningIndex + Memory.Length;
        for (var part = message; part is not null; part = part.Next)
        {
            part.RunningIndex = index;
            index += part.Memory.Length;
        }
    }

    /// <summary>Frees this part alone and returns the one after it.</summary>
    public MessageSegment? Free()
    {
        var next = Next;
        _block!.Release();
        _block = null;
        Memory = default;
        base.Next = null;
        RunningIndex = 0;
        NextMessage = null;
        Last = this;
        s_pool.Return(this);
        return next;
    }

    /// <summary>Frees this part and all that follow it.</summary>
    public void FreeAll()
    {
        for (var part = this; part is not null; part = part.Free())
        {
        }
    }
}
