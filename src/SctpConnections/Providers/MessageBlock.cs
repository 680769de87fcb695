using System.Runtime.InteropServices;

namespace SctpConnections.Providers;

/// <summary>
/// Pinned memory that messages share on their way between provider and user. It is counted: the provider holds one reference while it fills the block, every
/// message part in it holds another, and the last one gone gives it back to the pool. One thread fills a block at a time.
/// </summary>
public sealed class MessageBlock
{
    /// <summary>The size of every block, in bytes.</summary>
    public const int Size = 128 * 1024;

    private readonly byte[] _array = GC.AllocateUninitializedArray<byte>(Size, pinned: true);
    private readonly MessageBlockPool _pool;
    private int _references;

    internal MessageBlock(MessageBlockPool pool)
    {
        _pool = pool;
        Memory = MemoryMarshal.CreateFromPinnedArray(_array, 0, Size);
    }

    /// <summary>Lends the caller a block with at least <paramref name="minimum"/> free bytes, until <see cref="Park"/>.</summary>
    public static MessageBlock Rent(int minimum) => MessageBlockPool.Shared.Rent(minimum);

    /// <summary>Gives the block back, on the thread that rented it; its messages keep what they need of it.</summary>
    public void Park() => MessageBlockPool.Park(this);

    /// <summary>The whole block; its address never changes.</summary>
    public Memory<byte> Memory { get; }

    /// <summary>The bytes already given to messages.</summary>
    public int Used { get; private set; }

    /// <summary>The bytes that may be filled.</summary>
    public Span<byte> Free => _array.AsSpan(Used);

    /// <summary>Marks the next <paramref name="count"/> bytes as used and returns where they begin.</summary>
    public int Commit(int count)
    {
        var offset = Used;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Size - offset);
        Used += count;
        return offset;
    }

    internal void Start()
    {
        Volatile.Write(ref _references, 1);
        Used = 0;
    }

    /// <summary>Begins again at the front when no message uses the block any more. Only its filler may call it.</summary>
    internal void TryRewind()
    {
        if (Volatile.Read(ref _references) == 1)
        {
            Used = 0;
        }
    }

    internal void Retain() => Interlocked.Increment(ref _references);

    internal void Release()
    {
        if (Interlocked.Decrement(ref _references) == 0)
        {
            _pool.Return(this);
        }
    }
}
