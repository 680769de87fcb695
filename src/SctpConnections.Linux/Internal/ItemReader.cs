using System.Buffers;
using SctpConnections.Linux.Interop;

namespace SctpConnections.Linux.Internal;

/// <summary>Reads a one-to-many socket one item at a time: a message, a part of one, or a notification, each of some association.</summary>
internal unsafe ref struct ItemReader : IDisposable
{
    // Whole notifications: the longest holds an ABORT, which fits 64 KiB with what stands before it.
    private const int Size = 128 * 1024;
    private const int ControlSize = 64;

    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(Size);
    private readonly byte[] _name = new byte[SockAddr.MaxLength];
    private int _length;
    private int _nameLength;

    public ItemReader()
    {
    }

    /// <summary>The bytes of the item.</summary>
    public readonly ReadOnlySpan<byte> Data => _buffer.AsSpan(0, _length);

    public int AssociationId { get; private set; }

    public bool IsNotification { get; private set; }

    /// <summary>What came with a message.</summary>
    public SctpMessageInfo Info { get; private set; }

    /// <summary>The peer's address, or the fallback where there is none.</summary>
    public readonly SctpEndPoint GetPeer(SctpEndPoint fallback)
        => SockAddr.TryRead(_name.AsSpan(0, _nameLength), out var address, out var port, out _) ? new SctpEndPoint(address, port) : fallback;

    /// <summary>Reads the next item. Returns 0 or the errno.</summary>
    public int Read(int descriptor)
    {
        var control = stackalloc byte[ControlSize];
        fixed (byte* data = _buffer, name = _name)
        {
            var buffer = new iovec { iov_base = data, iov_len = Size };
            var header = new msghdr
            {
                msg_name = name,
                msg_namelen = SockAddr.MaxLength,
                msg_iov = &buffer,
                msg_iovlen = 1,
                msg_control = control,
                msg_controllen = ControlSize,
            };
            var length = LibC.recvmsg(descriptor, &header, LibCConstants.MSG_DONTWAIT);
            if (length < 0)
            {
                return Errno.Last;
            }
            _length = (int)length;
            _nameLength = (int)Math.Min(header.msg_namelen, SockAddr.MaxLength);
            IsNotification = (header.msg_flags & SctpConstants.MSG_NOTIFICATION) != 0;
            if (IsNotification)
            {
                AssociationId = NotificationTarget.Read(Data);
            }
            else if (CMsg.TryReadReceiveInfo(header, out var info))
            {
                AssociationId = info.rcv_assoc_id;
                Info = ReceiveBatch.Describe(info, header.msg_flags);
            }
            else
            {
                // Nobody knows whose it is.
                return Errno.EPROTO;
            }
            return 0;
        }
    }

    public readonly void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);
}
