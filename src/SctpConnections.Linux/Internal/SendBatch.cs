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
    public const int SmallestBufferToBundle = 512 * 1024;

    [ThreadStatic]
    private static MemoryHandle[]? t_pins;

    /// <summary>Sends messages in order until all are gone or the kernel refuses. Returns 0, or the errno that stopped it.</summary>
    /// <param name="descriptor">The socket.</param>
    /// <param name="port">The peer's port.</param>
    /// <param name="mayBundle">Whether messages may be held back for others that follow.</param>
    /// <param name="messages">The messages.</param>
    /// <param name="sent">How many were taken.</param>
    public static int Send(int descriptor, int port, bool mayBundle, ReadOnlySpan<SctpOutboundMessage> messages, out int sent)
    {
        sent = 0;
        while (sent < messages.Length)
        {
            var rest = messages[sent..];
            var count = CountSinglePiece(rest);
            var taken = count switch
            {
                0 => SendAlone(descriptor, port, rest[0]),
                1 => SendOne(descriptor, rest[0]),
                _ => SendMany(descriptor, rest[..count], mayBundle),
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
        while (count < messages.Length && count < MessageVectors.Count && messages[count].Payload.IsSingleSegment && !messages[count].MayBeRefused)
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
            return SendVector(descriptor, &buffer, 1, control, message, default);
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

    /// <summary>One that takes a call of its own, not least so that it can fail alone.</summary>
    private static int SendAlone(int descriptor, int port, in SctpOutboundMessage message)
    {
        if (message.Options.Destination is not { } destination)
        {
            return SendPieces(descriptor, message, default);
        }
        Span<byte> name = stackalloc byte[SockAddr.MaxLength];
        return SendPieces(descriptor, message, name[..SockAddr.Write(name, destination, port)]);
    }

    private static int SendPieces(int descriptor, in SctpOutboundMessage message, ReadOnlySpan<byte> name)
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
            return count <= MaxPieces ? SendVector(descriptor, buffers, count, control, message, name) : SendFlat(descriptor, message, name);
        }
        finally
        {
            foreach (var pin in pins)
            {
                pin.Dispose();
            }
        }
    }

    private static int SendFlat(int descriptor, in SctpOutboundMessage message, ReadOnlySpan<byte> name)
    {
        var length = (int)message.Payload.Length;
        var flat = ArrayPool<byte>.Shared.Rent(length);
        message.Payload.CopyTo(flat);
        var taken = SendPieces(descriptor, message with { Payload = new ReadOnlySequence<byte>(flat, 0, length) }, name);
        ArrayPool<byte>.Shared.Return(flat);
        return taken;
    }

    private static int SendVector(int descriptor, iovec* buffers, int count, byte* control, in SctpOutboundMessage message, ReadOnlySpan<byte> name)
    {
        fixed (byte* address = name)
        {
            var header = new msghdr
            {
                msg_name = address,
                msg_namelen = (uint)name.Length,
                msg_iov = buffers,
                msg_iovlen = (nuint)count,
                msg_control = control,
                msg_controllen = (nuint)WriteControl(new Span<byte>(control, MessageVectors.ControlSize), message),
            };
            // SCTP takes a message whole or not at all.
            return LibC.sendmsg(descriptor, &header, Flags) < 0 ? -1 : 1;
        }
    }

    /// <summary>Writes what goes with a message; SNDINFO comes first. Returns its length.</summary>
    public static int WriteControl(Span<byte> control, in SctpOutboundMessage message)
    {
        var options = message.Options;
        var info = new sctp_sndinfo
        {
            snd_sid = message.StreamId,
            snd_flags = (ushort)((options.IsUnordered ? SctpConstants.SCTP_UNORDERED : 0)
                // A result is to take a round trip, not the peer's delay as well.
                | (options.SackImmediately || message.DeliveryId != 0 ? SctpConstants.SCTP_SACK_IMMEDIATELY : 0)
                | (options.Destination is not null ? SctpConstants.SCTP_ADDR_OVER : 0)),
            // The one place where an identifier meets the wire: the kernel passes it through as it is.
            snd_ppid = BinaryPrimitives.ReverseEndianness(options.PayloadProtocolIdentifier),
            snd_context = message.DeliveryId != 0 ? message.DeliveryId : options.Context,
        };
        if (!BitConverter.IsLittleEndian)
        {
            info.snd_ppid = options.PayloadProtocolIdentifier;
        }
        var length = CMsg.WriteSendInfo(control, info);
        var policy = PolicyOf(options, out var value);
        if (policy != SctpConstants.SCTP_PR_SCTP_NONE)
        {
            length += CMsg.Write(control[length..], SctpConstants.SCTP_PRINFO, new sctp_prinfo { pr_policy = (ushort)policy, pr_value = value });
        }
        if (options.AuthenticationKeyId is { } key)
        {
            length += CMsg.Write(control[length..], SctpConstants.SCTP_AUTHINFO, new sctp_authinfo { auth_keynumber = key });
        }
        return length;
    }

    /// <summary>The partial reliability policy that the kernel knows for these options, and its parameter.</summary>
    public static int PolicyOf(in SctpSendOptions options, out uint value)
    {
        if (options.Lifetime is { } lifetime)
        {
            value = (uint)Math.Clamp(lifetime.TotalMilliseconds, 1, uint.MaxValue);
            return SctpConstants.SCTP_PR_SCTP_TTL;
        }
        if (options.MaxRetransmissions is { } retransmissions)
        {
            value = retransmissions;
            return SctpConstants.SCTP_PR_SCTP_RTX;
        }
        value = options.Priority ?? 0;
        return options.Priority is null ? SctpConstants.SCTP_PR_SCTP_NONE : SctpConstants.SCTP_PR_SCTP_PRIO;
    }
}
