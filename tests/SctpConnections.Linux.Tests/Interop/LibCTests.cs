using System.Net;
using SctpConnections.Linux.Interop;

namespace SctpConnections.Linux.Tests.Interop;

/// <summary>Signatures and helpers on descriptors that every kernel has.</summary>
public sealed unsafe class LibCTests
{
    [Fact]
    public void EpollWait_SeveralReady_GivesEachItsData()
    {
        using var epoll = new SafeSctpHandle(LibC.epoll_create1(LibCConstants.EPOLL_CLOEXEC));
        using var first = new SafeSctpHandle(LibC.eventfd(1, LibCConstants.EFD_CLOEXEC | LibCConstants.EFD_NONBLOCK));
        using var second = new SafeSctpHandle(LibC.eventfd(2, LibCConstants.EFD_CLOEXEC | LibCConstants.EFD_NONBLOCK));
        var slots = stackalloc byte[2 * EpollEvents.Size];
        EpollEvents.Write(slots, 0, LibCConstants.EPOLLIN, 0x1122334455667788);
        Assert.Equal(0, LibC.epoll_ctl(epoll.Descriptor, LibCConstants.EPOLL_CTL_ADD, first.Descriptor, slots));
        EpollEvents.Write(slots, 0, LibCConstants.EPOLLIN | LibCConstants.EPOLLET, ulong.MaxValue);
        Assert.Equal(0, LibC.epoll_ctl(epoll.Descriptor, LibCConstants.EPOLL_CTL_ADD, second.Descriptor, slots));

        Assert.Equal(2, LibC.epoll_wait(epoll.Descriptor, slots, 2, 0));

        Assert.Equal(LibCConstants.EPOLLIN, EpollEvents.ReadEvents(slots, 0));
        Assert.Equal(LibCConstants.EPOLLIN, EpollEvents.ReadEvents(slots, 1));
        Assert.Equal(
            [0x1122334455667788ul, ulong.MaxValue],
            new[] { EpollEvents.ReadData(slots, 0), EpollEvents.ReadData(slots, 1) }.Order());
        ulong counter;
        Assert.Equal(sizeof(ulong), LibC.read(second.Descriptor, &counter, sizeof(ulong)));
        Assert.Equal(2ul, counter);
        Assert.Equal(-1, LibC.read(second.Descriptor, &counter, sizeof(ulong)));
        Assert.Equal(Errno.EAGAIN, Errno.Last);
    }

    [Fact]
    public void SendAndReceiveMany_OverLoopback_KeepMessages()
    {
        const int Datagram = 2;
        using var handle = new SafeSctpHandle(
            LibC.socket(LibCConstants.AF_INET, Datagram | LibCConstants.SOCK_CLOEXEC | LibCConstants.SOCK_NONBLOCK, 0));
        var fd = handle.Descriptor;
        var address = stackalloc byte[SockAddr.MaxLength];
        var room = new Span<byte>(address, SockAddr.MaxLength);
        Assert.Equal(0, LibC.bind(fd, address, (uint)SockAddr.Write(room, IPAddress.Loopback, 0)));
        uint length = SockAddr.MaxLength;
        Assert.Equal(0, LibC.getsockname(fd, address, &length));
        Assert.True(SockAddr.TryRead(room[..(int)length], out _, out var port, out _));
        Assert.NotEqual(0, port);
        Assert.Equal(0, LibC.connect(fd, address, length));

        const int Count = 3;
        var sent = stackalloc byte[Count] { 10, 20, 30 };
        var received = stackalloc byte[Count];
        var vectors = stackalloc iovec[Count];
        var messages = stackalloc mmsghdr[Count];
        for (var i = 0; i < Count; i++)
        {
            vectors[i] = new iovec { iov_base = sent + i, iov_len = 1 };
            messages[i] = new mmsghdr { msg_hdr = { msg_iov = vectors + i, msg_iovlen = 1 } };
        }

        Assert.Equal(Count, LibC.sendmmsg(fd, messages, Count, LibCConstants.MSG_NOSIGNAL));
        for (var i = 0; i < Count; i++)
        {
            vectors[i].iov_base = received + i;
        }

        Assert.Equal(Count, LibC.recvmmsg(fd, messages, Count, LibCConstants.MSG_DONTWAIT, null));

        Assert.Equal([10, 20, 30], new ReadOnlySpan<byte>(received, Count).ToArray());
        Assert.Equal(1u, messages[Count - 1].msg_len);
        Assert.Equal(-1, LibC.recvmsg(fd, &messages->msg_hdr, LibCConstants.MSG_DONTWAIT));
        Assert.Equal(Errno.EAGAIN, Errno.Last);
    }

    [Fact]
    public void SockOpt_SetThenGet_GivesValueOrErrno()
    {
        using var handle = new SafeSctpHandle(
            LibC.socket(LibCConstants.AF_INET6, LibCConstants.SOCK_STREAM | LibCConstants.SOCK_CLOEXEC, 0));
        var fd = handle.Descriptor;
        var linger = new linger { l_onoff = 1, l_linger = 7 };
        linger read = default;

        Assert.Equal(0, SockOpt.Set(fd, LibCConstants.SOL_SOCKET, LibCConstants.SO_LINGER, in linger));
        Assert.Equal(0, SockOpt.Get(fd, LibCConstants.SOL_SOCKET, LibCConstants.SO_LINGER, ref read, out var length));
        Assert.Equal(linger, read);
        Assert.Equal(sizeof(linger), length);
        Assert.Equal(0, SockOpt.Set(fd, LibCConstants.IPPROTO_IPV6, LibCConstants.IPV6_V6ONLY, 1));

        var bytes = new byte[4];
        Assert.Equal(0, SockOpt.GetBytes(fd, LibCConstants.SOL_SOCKET, LibCConstants.SO_DOMAIN, bytes, out length));
        Assert.Equal(LibCConstants.AF_INET6, BitConverter.ToInt32(bytes));
        Assert.Equal(sizeof(int), length);
        Assert.Equal(
            Errno.ENOPROTOOPT, SockOpt.SetBytes(fd, LibCConstants.SOL_SOCKET, 0x7fff, bytes, out var result));
        Assert.Equal(-1, result);
        var value = 0;
        Assert.Equal(Errno.EBADF, SockOpt.Get(-1, LibCConstants.SOL_SOCKET, LibCConstants.SO_TYPE, ref value));
    }

    [Fact]
    public void SafeSctpHandle_DisposedTwice_ClosesAfterTheLastReference()
    {
        // An open descriptor stays in the epoll set, a closed one leaves it: its number alone may be someone else's.
        using var epoll = new SafeSctpHandle(LibC.epoll_create1(LibCConstants.EPOLL_CLOEXEC));
        var handle = new SafeSctpHandle(LibC.eventfd(1, LibCConstants.EFD_CLOEXEC));
        var slot = stackalloc byte[EpollEvents.Size];
        EpollEvents.Write(slot, 0, LibCConstants.EPOLLIN, 0);
        Assert.Equal(0, LibC.epoll_ctl(epoll.Descriptor, LibCConstants.EPOLL_CTL_ADD, handle.Descriptor, slot));
        var added = false;
        handle.DangerousAddRef(ref added);

        handle.Dispose();
        handle.Dispose();
        Assert.Equal(1, LibC.epoll_wait(epoll.Descriptor, slot, 1, 0));

        handle.DangerousRelease();
        Assert.True(handle.IsClosed);
        Assert.Equal(0, LibC.epoll_wait(epoll.Descriptor, slot, 1, 0));
    }

    [Fact]
    public void SafeSctpHandle_OfFailedCall_IsInvalid()
    {
        using var handle = new SafeSctpHandle(-1);
        Assert.True(handle.IsInvalid);
    }
}
