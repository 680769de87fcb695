using System.Runtime.InteropServices;
using SctpConnections.Linux.Interop;
using SctpConnections.Providers;

namespace SctpConnections.Linux.Internal;

/// <summary>Hands one message to a one-to-many socket: for an association, for a peer, or for all.</summary>
internal static unsafe class OneToManySend
{
    private const int Flags = LibCConstants.MSG_DONTWAIT | LibCConstants.MSG_NOSIGNAL;

    /// <summary>Sends. Returns 0 or the errno.</summary>
    /// <param name="descriptor">The socket.</param>
    /// <param name="message">The message.</param>
    /// <param name="target">The address that it goes to; null where the association says it.</param>
    /// <param name="flags">Flags beside those of the message's options.</param>
    /// <param name="init">What an association that this sets up asks for; null where none is to be.</param>
    public static int Send(int descriptor, in SctpOneToManyMessage message, SctpEndPoint? target, int flags, sctp_initmsg? init)
    {
        Span<byte> control = stackalloc byte[MessageVectors.ControlSize + CMsg.CMSG_SPACE(sizeof(sctp_initmsg))];
        var outbound = new SctpOutboundMessage(message.StreamId, message.Options, default);
        var length = SendBatch.WriteControl(control, outbound);
        ref var info = ref MemoryMarshal.AsRef<sctp_sndinfo>(control[CMsg.CMSG_LEN(0)..]);
        info.snd_flags |= (ushort)flags;
        info.snd_assoc_id = message.Peer is null ? message.AssociationId : 0;
        if (init is { } ask)
        {
            length += CMsg.Write(control[length..], SctpConstants.SCTP_INIT, ask);
        }
        Span<byte> name = stackalloc byte[SockAddr.MaxLength];
        var nameLength = target is null ? 0 : SockAddr.Write(name, target.Addresses[0], target.Port);
        fixed (byte* data = message.Payload.Span, controls = control, address = name)
        {
            var buffer = new iovec { iov_base = data, iov_len = (nuint)message.Payload.Length };
            var header = new msghdr
            {
                msg_name = nameLength == 0 ? null : address,
                msg_namelen = (uint)nameLength,
                msg_iov = &buffer,
                msg_iovlen = 1,
                msg_control = controls,
                msg_controllen = (nuint)length,
            };
            int error;
            do
            {
                error = LibC.sendmsg(descriptor, &header, Flags) < 0 ? Errno.Last : 0;
            }
            while (error == Errno.EINTR);
            return error;
        }
    }

    /// <summary>Sends to all associations in one call; false when that is not sure to reach each of them, and then it reaches none.</summary>
    public static bool TryToAll(int descriptor, in SctpOneToManyMessage message, out int count)
    {
        // What the kernel counts for a message in packets of its own, at the very most: an error in the middle could not be taken back.
        var size = (2L * message.Payload.Length) + 4096;
        count = 0;
        var ids = OneToManyQuery.GetIds(descriptor);
        if (ids.Length * size > OneToManyQuery.GetSendRoom(descriptor))
        {
            return false;
        }
        foreach (var id in ids)
        {
            // Those that lack the stream, or are not up, are for the caller to skip.
            if (OneToManyQuery.GetStatus(descriptor, id) is not { } status
                || status.sstat_state != SctpConstants.SCTP_ESTABLISHED
                || message.StreamId >= status.sstat_outstrms)
            {
                return false;
            }
        }
        var error = ids.Length == 0 ? 0 : Send(descriptor, message, target: null, SctpConstants.SCTP_SENDALL, init: null);
        if (error != 0)
        {
            throw new SctpException($"The message could not be sent to all of {ids.Length} associations, but some may have it: {Errno.Describe(error)}.");
        }
        count = ids.Length;
        return true;
    }
}
