namespace SctpConnections.Linux.Interop;

/// <summary>Socket options as values: every method answers 0 or the errno, and goes on after EINTR.</summary>
internal static unsafe class SockOpt
{
    internal static int Set<T>(int fd, int level, int name, in T value)
        where T : unmanaged
    {
        fixed (T* pointer = &value)
        {
            return Set(fd, level, name, pointer, (uint)sizeof(T), out _);
        }
    }

    /// <summary>
    /// For options of variable length, such as address lists. The result is what the kernel returned, which for
    /// SCTP_SOCKOPT_CONNECTX is the association id.
    /// </summary>
    internal static int SetBytes(int fd, int level, int name, ReadOnlySpan<byte> value, out int result)
    {
        fixed (byte* pointer = value)
        {
            return Set(fd, level, name, pointer, (uint)value.Length, out result);
        }
    }

    /// <summary>The value goes in as well as out: many SCTP options look at the id or address in it.</summary>
    internal static int Get<T>(int fd, int level, int name, ref T value)
        where T : unmanaged => Get(fd, level, name, ref value, out _);

    /// <summary>And the length is what the kernel wrote, less if it is older than the struct.</summary>
    internal static int Get<T>(int fd, int level, int name, ref T value, out int length)
        where T : unmanaged
    {
        fixed (T* pointer = &value)
        {
            return Get(fd, level, name, pointer, (uint)sizeof(T), out length);
        }
    }

    /// <summary>For options of variable length; the bytes go in as well as out.</summary>
    internal static int GetBytes(int fd, int level, int name, Span<byte> value, out int length)
    {
        fixed (byte* pointer = value)
        {
            return Get(fd, level, name, pointer, (uint)value.Length, out length);
        }
    }

    private static int Set(int fd, int level, int name, void* value, uint size, out int result)
    {
        int error;
        do
        {
            result = LibC.setsockopt(fd, level, name, value, size);
            error = result < 0 ? Errno.Last : 0;
        }
        while (error == Errno.EINTR);

        return error;
    }

    private static int Get(int fd, int level, int name, void* value, uint size, out int length)
    {
        int error;
        uint written;
        do
        {
            written = size;
            error = LibC.getsockopt(fd, level, name, value, &written) < 0 ? Errno.Last : 0;
        }
        while (error == Errno.EINTR);

        length = error == 0 ? (int)written : 0;
        return error;
    }
}
