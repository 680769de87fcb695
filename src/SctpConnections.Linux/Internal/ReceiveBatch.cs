using System.Buffers.Binary;
using SctpConnections.Linux.Interop;
using SctpConnections.Providers;

namespace SctpConnections.Linux.Internal;

/// <summary>
/// Takes messages from the kernel, many per call. Each gets a slot of a shared block; short ones are moved together afterwards,
/// so that a slow stream holds little more than its bytes. The slots follow the size of the messages.
/// </summary>
internal unsafe struct ReceiveBatch
{
    private const int Flags = LibCConstants.MSG_DONTWAIT;
    private const int SmallestSlot = 512;
    private const int LargestSlot = 32 * 1024;

    // Beyond this a copy costs more than the memory that it saves.
    private const int LargestMove = 4096;

    // So many batches of messages that would fit half the slot make it smaller.
    private const int BatchesToShrink = 64;

    private int _slot;
    private int _smallBatches;

    public ReceiveBatch() => _slot = 2048;

    /// <summary>What one call brought.</summary>
    public enum Outcome
    {
        /// <summary>There may be more.</summary>
        More,

        /// <summary>There is no more for now.</summary>
        Drained,

        /// <summary>The peer will send no more.</summary>
        EndOfInput,

        /// <summary>The socket has failed.</summary>
        Failed,
    }

    /// <summary>Receives once and reports what came to the target.</summary>
    public Outcome Receive(int descriptor, KernelReceiver target, out int error)
    {
        error = 0;
        var block = MessageBlock.Rent(Math.Min(MessageBlock.Size, 8 * _slot));
        try
        {
            fixed (byte* memory = block.Free)
            {
                var vectors = MessageVectors.Current;
                var capacity = Math.Min(MessageVectors.Count, block.Free.Length / _slot);
                var count = Call(descriptor, vectors, memory, capacity);
                if (count < 0)
                {
                    error = Errno.Last;
                    return error == Errno.EAGAIN ? Outcome.Drained : error == Errno.EINTR ? Outcome.More : Outcome.Failed;
                }
                var slot = _slot;
                var start = block.Used;
                var longest = 0;
                var isCut = false;
                for (var i = 0; i < count; i++)
                {
                    ref var message = ref vectors.Headers[i];
                    var length = (int)message.msg_len;
                    if (length == 0)
                    {
                        return Outcome.EndOfInput;
                    }
                    longest = Math.Max(longest, length);
                    isCut |= (message.msg_hdr.msg_flags & LibCConstants.MSG_EOR) == 0;
                    var data = new Span<byte>(memory + (i * slot), length);
                    if ((message.msg_hdr.msg_flags & SctpConstants.MSG_NOTIFICATION) != 0)
                    {
                        target.OnNotification(data, (message.msg_hdr.msg_flags & LibCConstants.MSG_EOR) != 0);
                    }
                    else if (CMsg.TryReadReceiveInfo(message.msg_hdr, out var info))
                    {
                        var offset = Place(block, start + (i * slot), data);
                        target.OnMessage(Describe(info, message.msg_hdr.msg_flags), block, offset, length);
                    }
                    else
                    {
                        // Without it nobody knows the stream, and delivering it on stream 0 would be a lie.
                        error = Errno.EPROTO;
                        return Outcome.Failed;
                    }
                }
                Adapt(longest, isCut);
                return count == capacity ? Outcome.More : Outcome.Drained;
            }
        }
        finally
        {
            block.Park();
        }
    }

    private readonly int Call(int descriptor, MessageVectors vectors, byte* memory, int capacity)
    {
        for (var i = 0; i < capacity; i++)
        {
            vectors.Buffers[i].iov_base = memory + (i * _slot);
            vectors.Buffers[i].iov_len = (nuint)_slot;
            vectors.Headers[i].msg_hdr.msg_controllen = MessageVectors.ControlSize;
            vectors.Headers[i].msg_hdr.msg_flags = 0;
        }
        return LibC.recvmmsg(descriptor, vectors.Headers, (uint)capacity, Flags, null);
    }

    /// <summary>Commits a message's bytes in the block: right behind the one before when that is cheap.</summary>
    private static int Place(MessageBlock block, int position, Span<byte> data)
    {
        if (position != block.Used)
        {
            if (data.Length <= LargestMove)
            {
                data.CopyTo(block.Free);
            }
            else
            {
                block.Commit(position - block.Used);
            }
        }
        return block.Commit(data.Length);
    }

    public static SctpMessageInfo Describe(in sctp_rcvinfo info, int flags) => new()
    {
        StreamId = info.rcv_sid,
        StreamSequenceNumber = info.rcv_ssn,
        PayloadProtocolIdentifier = BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(info.rcv_ppid) : info.rcv_ppid,
        TransmissionSequenceNumber = info.rcv_tsn,
        IsUnordered = (info.rcv_flags & SctpConstants.SCTP_UNORDERED) != 0,
        IsEndOfMessage = (flags & LibCConstants.MSG_EOR) != 0,
    };

    private void Adapt(int longest, bool isCut)
    {
        if (isCut)
        {
            _slot = Math.Min(LargestSlot, _slot * 2);
            _smallBatches = 0;
        }
        else if (longest * 2 > _slot)
        {
            _smallBatches = 0;
        }
        else if (longest > 0 && ++_smallBatches == BatchesToShrink)
        {
            _slot = Math.Max(SmallestSlot, _slot / 2);
            _smallBatches = 0;
        }
    }
}
