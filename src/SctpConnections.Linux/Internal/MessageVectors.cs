using System.Runtime.InteropServices;
using SctpConnections.Linux.Interop;

namespace SctpConnections.Linux.Internal;

/// <summary>
/// The headers that <c>sendmmsg</c> and <c>recvmmsg</c> work on, one set per thread, outside the managed heap so that
/// nothing has to be pinned.
/// </summary>
internal sealed unsafe class MessageVectors
{
    /// <summary>Messages per call.</summary>
    public const int Count = 64;

    /// <summary>Room for the control data of one message: RCVINFO, or SNDINFO, PRINFO and AUTHINFO.</summary>
    public const int ControlSize = 96;

    [ThreadStatic]
    private static MessageVectors? t_vectors;

    private MessageVectors()
    {
        Headers = (mmsghdr*)NativeMemory.AllocZeroed(Count, (nuint)sizeof(mmsghdr));
        Buffers = (iovec*)NativeMemory.AllocZeroed(Count, (nuint)sizeof(iovec));
        Controls = (byte*)NativeMemory.AllocZeroed(Count, ControlSize);
        for (var i = 0; i < Count; i++)
        {
            Headers[i].msg_hdr.msg_iov = Buffers + i;
            Headers[i].msg_hdr.msg_iovlen = 1;
            Headers[i].msg_hdr.msg_control = Controls + (i * ControlSize);
        }
    }

    ~MessageVectors()
    {
        NativeMemory.Free(Headers);
        NativeMemory.Free(Buffers);
        NativeMemory.Free(Controls);
    }

    /// <summary>Those of this thread. User code must not run while they are in use.</summary>
    public static MessageVectors Current => t_vectors ??= new MessageVectors();

    public mmsghdr* Headers { get; }

    public iovec* Buffers { get; }

    public byte* Controls { get; }

    public Span<byte> Control(int index) => new(Controls + (index * ControlSize), ControlSize);
}
