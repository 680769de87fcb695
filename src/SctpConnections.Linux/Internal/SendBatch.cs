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

    [ThreadStatic]
    private static MemoryHandle[]? t_pins;

    /// <summary>Sends messages in order until all are gone or the kernel refuses. Returns 0, or the errno that stopped it.</summary>
    public static int Send(int descriptor, ReadOnlySpan<SctpOutboundMessage> messages, out int sent)
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
                _ => SendMany(descriptor, rest[..count]),
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

    private static int SendMany(int descriptor, ReadOnlySpan<SctpOutboundMessage> messages)
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
        var taken = SendBundled(descriptor, vectors.Headers, messages.Length);
        for (var i = 0; i < messages.Length; i++)
        {
            pins[i].Dispose();
        }
        return taken;
    }

    /// <summary>
    /// Sends all but the last with MSG_MORE: the kernel then puts many messages into one packet, instead of each into its own, and
    /// the last one lets them go at once.
    /// </summary>
    private static int SendBundled(int descriptor, mmsghdr* headers, int count)
    {
        var taken = LibC.sendmmsg(descriptor, headers, (uint)count - 1, Flags | LibCConstants.MSG_MORE);
        if (taken < count - 1)
        {
            return taken;
        }
        return LibC.sendmsg(descriptor, &headers[count - 1].msg_hdr, Flags) < 0 ? taken : count;
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

    private static int WriteControl(Span<byte> control, in SctpOutboundMessage message)
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
