using Microsoft.Extensions.ObjectPool;

namespace SctpConnections.Providers;

/// <summary>
/// Lends blocks to whoever receives. The block of a thread stays with it between batches, so that associations which receive
/// little share one and an idle association holds none.
/// </summary>
internal sealed class MessageBlockPool : IPooledObjectPolicy<MessageBlock>
{
    // 16 MiB of idle blocks at the most; what comes back beyond that is left to the collector.
    private const int Retained = 128;

    public static readonly MessageBlockPool Shared = new();

    [ThreadStatic]
    private static MessageBlock? t_block;

    private readonly DefaultObjectPool<MessageBlock> _pool;
    private long _lent;

    private MessageBlockPool() => _pool = new DefaultObjectPool<MessageBlock>(this, Retained);

    /// <summary>Blocks that a thread or a message holds now; a leak shows here.</summary>
    public long Lent => Volatile.Read(ref _lent);

    /// <summary>A block with at least <paramref name="minimum"/> free bytes; give it back with <see cref="Park"/>.</summary>
    public MessageBlock Rent(int minimum)
    {
        if (t_block is { } block)
        {
            t_block = null;
            block.TryRewind();
            if (MessageBlock.Size - block.Used >= minimum)
            {
                return block;
            }
            block.Release();
        }
        Interlocked.Increment(ref _lent);
        block = _pool.Get();
        block.Start();
        return block;
    }

    public static void Park(MessageBlock block)
    {
        block.TryRewind();
        if (t_block is null)
        {
            t_block = block;
        }
        else
        {
            block.Release();
        }
    }

    public void Return(MessageBlock block)
    {
        Interlocked.Decrement(ref _lent);
        _pool.Return(block);
    }

    MessageBlock IPooledObjectPolicy<MessageBlock>.Create() => new(this);

    bool IPooledObjectPolicy<MessageBlock>.Return(MessageBlock obj) => true;
}
