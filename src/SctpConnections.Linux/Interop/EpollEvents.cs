using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SctpConnections.Linux.Interop;

/// <summary>
/// Access to an array of <c>struct epoll_event</c>: 32 bits of events, 64 bits of the caller's own data.
/// </summary>
/// <remarks>
/// No struct can describe it: x86-64 packs it to 12 bytes, so that 32-bit programs see the same, everything else
/// aligns the data to 8 and takes 16. One assembly runs on both, so size and offset are found at run time; they
/// are constants to the compiler of the running machine.
/// </remarks>
internal static unsafe class EpollEvents
{
    private static readonly bool _packed =
        RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.X86;

    /// <summary>Bytes of one slot.</summary>
    internal static int Size => _packed ? 12 : 16;

    /// <summary>Where the data starts in a slot.</summary>
    internal static int DataOffset => _packed ? 4 : 8;

    internal static void Write(byte* slots, int index, uint events, ulong data)
    {
        var slot = slots + ((nint)index * Size);
        Unsafe.WriteUnaligned(slot, events);
        Unsafe.WriteUnaligned(slot + DataOffset, data);
    }

    internal static uint ReadEvents(byte* slots, int index) =>
        Unsafe.ReadUnaligned<uint>(slots + ((nint)index * Size));

    internal static ulong ReadData(byte* slots, int index) =>
        Unsafe.ReadUnaligned<ulong>(slots + ((nint)index * Size) + DataOffset);
}
