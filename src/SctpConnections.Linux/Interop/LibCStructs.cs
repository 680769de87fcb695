using System.Runtime.InteropServices;

namespace SctpConnections.Linux.Interop;

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct sockaddr_in
{
    internal ushort sin_family;
    internal ushort sin_port;
    internal uint sin_addr;
    internal fixed byte sin_zero[8];
}

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct sockaddr_in6
{
    internal ushort sin6_family;
    internal ushort sin6_port;
    internal uint sin6_flowinfo;
    internal fixed byte sin6_addr[16];
    internal uint sin6_scope_id;
}

/// <summary>128 bytes, aligned like a pointer: that alignment decides the offsets in structs that embed it.</summary>
[StructLayout(LayoutKind.Sequential, Size = 128)]
internal struct sockaddr_storage
{
    internal ushort ss_family;
    internal nuint __ss_align;
}

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct iovec
{
    internal void* iov_base;
    internal nuint iov_len;
}

/// <summary>
/// The kernel's layout. musl declares the two lengths as 32 bits and padding, which is the same where the low half
/// comes first.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct msghdr
{
    internal void* msg_name;
    internal uint msg_namelen;
    internal iovec* msg_iov;
    internal nuint msg_iovlen;
    internal void* msg_control;
    internal nuint msg_controllen;
    internal int msg_flags;
}

[StructLayout(LayoutKind.Sequential)]
internal struct mmsghdr
{
    internal msghdr msg_hdr;
    internal uint msg_len;
}

[StructLayout(LayoutKind.Sequential)]
internal struct cmsghdr
{
    internal nuint cmsg_len;
    internal int cmsg_level;
    internal int cmsg_type;
}

[StructLayout(LayoutKind.Sequential)]
internal struct linger
{
    internal int l_onoff;
    internal int l_linger;
}

[StructLayout(LayoutKind.Sequential)]
internal struct timespec
{
    internal nint tv_sec;
    internal nint tv_nsec;
}
