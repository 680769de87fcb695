using System.Buffers;
using System.Buffers.Binary;
using SctpConnections.Linux.Interop;
using SctpConnections.Providers;

namespace SctpConnections.Linux.Internal;

/// <summary>Hands messages to the kernel: many small ones per call, one in several pieces by itself.</summary>
internal static unsafe class SendBatch
{
    private const int Flags = LibCConstants.MSG_DONTWAIT | LibCConstants.MSG_NOSIGNAL;
    private const int MaxPieces = 64;

    /// <summary>Below it messages held back for company might fill the send buffer, and nothing would let them go.</summary>
    private const int SmallestBufferToBundle = 512 * 1024;

    [ThreadStatic]
    private static MemoryHandle[]? t_pins;

    /// <summary>Sends messages in order until all are gone or the kernel refuses. Returns 0, or the errno that stopped it.</summary>
    public static int Send(int descriptor, int sendBuffer, ReadOnlySpan<SctpOutboundMessage> messages, out int sent)
    {
        sent = 0;
        while (sent < messages.Length)
        {
            var rest = messages[sent..];
            var count = CountSinglePiece(rest);
            var taken = count switch
            {
                0 => SendPieces(descriptor, rest[0]),
                1 => SendOne(descriptor, rest[0]),
                _ => SendMany(descriptor, rest[..count], sendBuffer >= SmallestBufferToBundle),
            };
            if (taken < 0)
            {
                var error = Errno.Last;
                if (error != Errno.EINTR)
                {
                    return error;
                }
                continue;
            }
            sent += taken;
        }
        return 0;
    }

    private static int CountSinglePiece(ReadOnlySpan<SctpOutboundMessage> messages)
    {
        var count = 0;
        while (count < messages.Length && count < MessageVectors.Count && messages[count].Payload.IsSingleSegment)
        {
            count++;
        }
        return count;
    }

    private static int SendOne(int descriptor, in SctpOutboundMessage message)
    {
        var control = stackalloc byte[MessageVectors.ControlSize];
        fixed (byte* data = message.Payload.FirstSpan)
        {
            var buffer = new iovec { iov_base = data, iov_len = (nuint)message.Payload.Length };
            return SendVector(descriptor, &buffer, 1, control, message);
        }
    }

    private static int SendMany(int descriptor, ReadOnlySpan<SctpOutboundMessage> messages, bool mayBundle)
    {
        var vectors = MessageVectors.Current;
        var pins = t_pins ??= new MemoryHandle[MessageVectors.Count];
        for (var i = 0; i < messages.Length; i++)
        {
            ref readonly var message = ref messages[i];
            pins[i] = message.Payload.First.Pin();
            vectors.Buffers[i].iov_base = pins[i].Pointer;
            vectors.Buffers[i].iov_len = (nuint)message.Payload.Length;
            vectors.Headers[i].msg_hdr.msg_controllen = (nuint)WriteControl(vectors.Control(i), message);
        }
        var held = mayBundle ? LastCertain(messages) : 0;
        var taken = SendHeld(descriptor, vectors.Headers, held, messages.Length);
        for (var i = 0; i < messages.Length; i++)
        {
            pins[i].Dispose();
        }
        return taken;
    }

    /// <summary>
    /// Sends the first ones with MSG_MORE: the kernel then puts many messages into one packet, instead of each into its own, and
    /// the first without it lets them go at once.
    /// </summary>
    private static int SendHeld(int descriptor, mmsghdr* headers, int held, int count)
    {
        if (held > 0)
        {
            var taken = LibC.sendmmsg(descriptor, headers, (uint)held, Flags | LibCConstants.MSG_MORE);
            if (taken < held)
            {
                return taken;
            }
        }
        var rest = LibC.sendmmsg(descriptor, headers + held, (uint)(count - held), Flags);
        return rest < 0 && held > 0 ? held : held + rest;
    }

    /// <summary>
    /// The last message that is sure to be sent, now or later; those before it may be held back. Behind one that is withdrawn
    /// they would wait for ever.
    /// </summary>
    private static int LastCertain(ReadOnlySpan<SctpOutboundMessage> messages)
    {
        var index = messages.Length - 1;
        while (index > 0 && messages[index].MayBeWithdrawn)
        {
            index--;
        }
        return index;
    }

    private static int SendPieces(int descriptor, in SctpOutboundMessage message)
    {
        var control = stackalloc byte[MessageVectors.ControlSize];
        var buffers = stackalloc iovec[MaxPieces];
        var pins = new MemoryHandle[MaxPieces];
        var count = 0;
        foreach (var piece in message.Payload)
        {
            if (count == MaxPieces)
            {
                count++;
                break;
            }
            pins[count] = piece.Pin();
            buffers[count].iov_base = pins[count].Pointer;
            buffers[count].iov_len = (nuint)piece.Length;
            count++;
        }
        try
        {
            return count <= MaxPieces ? SendVector(descriptor, buffers, count, control, message) : SendFlat(descriptor, message);
        }
        finally
        {
            foreach (var pin in pins)
            {
                pin.Dispose();
            }
        }
    }

    private static int SendFlat(int descriptor, in SctpOutboundMessage message)
    {
        var length = (int)message.Payload.Length;
        var flat = ArrayPool<byte>.Shared.Rent(length);
        message.Payload.CopyTo(flat);
        var taken = SendOne(descriptor, message with { Payload = new ReadOnlySequence<byte>(flat, 0, length) });
        ArrayPool<byte>.Shared.Return(flat);
        return taken;
    }

    private static int SendVector(int descriptor, iovec* buffers, int count, byte* control, in SctpOutboundMessage message)
    {
        var header = new msghdr
        {
            msg_iov = buffers,
            msg_iovlen = (nuint)count,
            msg_control = control,
            msg_controllen = (nuint)WriteControl(new Span<byte>(control, MessageVectors.ControlSize), message),
        };
        // SCTP takes a message whole or not at all.
        return LibC.sendmsg(descriptor, &header, Flags) < 0 ? -1 : 1;
    }

    /// <summary>Writes what goes with a message; SNDINFO comes first. Returns its length.</summary>
    public static int WriteControl(Span<byte> control, in SctpOutboundMessage message)
    {
        var options = message.Options;
        var info = new sctp_sndinfo
        {
            snd_sid = message.StreamId,
            snd_flags = (ushort)((options.IsUnordered ? SctpConstants.SCTP_UNORDERED : 0)
                | (options.SackImmediately ? SctpConstants.SCTP_SACK_IMMEDIATELY : 0)),
            // The one place where an identifier meets the wire: the kernel passes it through as it is.
            snd_ppid = BinaryPrimitives.ReverseEndianness(options.PayloadProtocolIdentifier),
            snd_context = options.Context,
        };
        if (!BitConverter.IsLittleEndian)
        {
            info.snd_ppid = options.PayloadProtocolIdentifier;
        }
        if (options.Lifetime is not { } lifetime)
        {
            return CMsg.WriteSendInfo(control, info);
        }
        var policy = new sctp_prinfo
        {
            pr_policy = SctpConstants.SCTP_PR_SCTP_TTL,
            pr_value = (uint)Math.Clamp(lifetime.TotalMilliseconds, 1, uint.MaxValue),
        };
        return CMsg.WriteSendInfo(control, info, policy);
    }
}
