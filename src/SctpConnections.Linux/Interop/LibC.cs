using System.Runtime.InteropServices;

namespace SctpConnections.Linux.Interop;

/// <summary>
/// The system calls of this assembly, raw: a negative result means that <see cref="Errno.Last"/> has the reason.
/// </summary>
internal static unsafe partial class LibC
{
    // The runtime maps this bare name to the C library it runs on, glibc or musl.
    private const string Library = "libc";

    // SafeDirectories keeps a file called "libc" beside the application from being loaded instead.
    private const DllImportSearchPath Search = DllImportSearchPath.SafeDirectories;

    [LibraryImport(Library, SetLastError = true)]
    [DefaultDllImportSearchPaths(Search)]
    internal static partial int socket(int domain, int type, int protocol);

    [LibraryImport(Library, SetLastError = true)]
    [DefaultDllImportSearchPaths(Search)]
    internal static partial int bind(int fd, void* address, uint length);

    [LibraryImport(Library, SetLastError = true)]
    [DefaultDllImportSearchPaths(Search)]
    internal static partial int listen(int fd, int backlog);

    [LibraryImport(Library, SetLastError = true)]
    [DefaultDllImportSearchPaths(Search)]
    internal static partial int connect(int fd, void* address, uint length);

    [LibraryImport(Library, SetLastError = true)]
    [DefaultDllImportSearchPaths(Search)]
    internal static partial int accept4(int fd, void* address, uint* length, int flags);

    [LibraryImport(Library, SetLastError = true)]
    [DefaultDllImportSearchPaths(Search)]
    internal static partial int getsockopt(int fd, int level, int name, void* value, uint* length);

    [LibraryImport(Library, SetLastError = true)]
    [DefaultDllImportSearchPaths(Search)]
    internal static partial int setsockopt(int fd, int level, int name, void* value, uint length);

    [LibraryImport(Library, SetLastError = true)]
    [DefaultDllImportSearchPaths(Search)]
    internal static partial int getsockname(int fd, void* address, uint* length);

    [LibraryImport(Library, SetLastError = true)]
    [DefaultDllImportSearchPaths(Search)]
    internal static partial nint sendmsg(int fd, msghdr* message, int flags);

    [LibraryImport(Library, SetLastError = true)]
    [DefaultDllImportSearchPaths(Search)]
    internal static partial int sendmmsg(int fd, mmsghdr* messages, uint count, int flags);

    [LibraryImport(Library, SetLastError = true)]
    [DefaultDllImportSearchPaths(Search)]
    internal static partial nint recvmsg(int fd, msghdr* message, int flags);

    [LibraryImport(Library, SetLastError = true)]
    [DefaultDllImportSearchPaths(Search)]
    internal static partial int recvmmsg(int fd, mmsghdr* messages, uint count, int flags, timespec* timeout);

    [LibraryImport(Library, SetLastError = true)]
    [DefaultDllImportSearchPaths(Search)]
    internal static partial int shutdown(int fd, int how);

    [LibraryImport(Library, SetLastError = true)]
    [DefaultDllImportSearchPaths(Search)]
    internal static partial int close(int fd);

    [LibraryImport(Library, SetLastError = true)]
    [DefaultDllImportSearchPaths(Search)]
    internal static partial int epoll_create1(int flags);

    /// <summary>The event is one slot of <see cref="EpollEvents"/>.</summary>
    [LibraryImport(Library, SetLastError = true)]
    [DefaultDllImportSearchPaths(Search)]
    internal static partial int epoll_ctl(int epfd, int operation, int fd, void* eventSlot);

    /// <summary>The events are slots of <see cref="EpollEvents"/>.</summary>
    [LibraryImport(Library, SetLastError = true)]
    [DefaultDllImportSearchPaths(Search)]
    internal static partial int epoll_wait(int epfd, void* eventSlots, int count, int timeoutMilliseconds);

    [LibraryImport(Library, SetLastError = true)]
    [DefaultDllImportSearchPaths(Search)]
    internal static partial int eventfd(uint initialValue, int flags);

    [LibraryImport(Library, SetLastError = true)]
    [DefaultDllImportSearchPaths(Search)]
    internal static partial nint read(int fd, void* buffer, nuint count);

    [LibraryImport(Library, SetLastError = true)]
    [DefaultDllImportSearchPaths(Search)]
    internal static partial nint write(int fd, void* buffer, nuint count);

    [LibraryImport(Library, SetLastError = true)]
    [DefaultDllImportSearchPaths(Search)]
    internal static partial int poll(pollfd* descriptors, nuint count, int timeoutMilliseconds);

    [LibraryImport(Library, SetLastError = true)]
    [DefaultDllImportSearchPaths(Search)]
    internal static partial int clock_getres(int clock, timespec* resolution);

    /// <summary>The name ends with a zero byte; 0 when there is no such interface.</summary>
    [LibraryImport(Library, SetLastError = true)]
    [DefaultDllImportSearchPaths(Search)]
    internal static partial uint if_nametoindex(byte* name);

    /// <summary>Writes at most <see cref="PacketConstants.IF_NAMESIZE"/> bytes; null when there is no such interface.</summary>
    [LibraryImport(Library, SetLastError = true)]
    [DefaultDllImportSearchPaths(Search)]
    internal static partial byte* if_indextoname(uint index, byte* name);
}
