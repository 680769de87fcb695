using SctpConnections.Linux.Interop;

namespace SctpConnections.Linux.Internal;

/// <summary>What the kernel knows of messages under way.</summary>
internal static class SendState
{
    private const int WriteQueued = 5;
    private const int Values = 9;

    /// <summary>
    /// The memory of all that is not acknowledged or given up yet, in bytes: user data with the kernel's overhead. Null when the
    /// socket cannot tell.
    /// </summary>
    public static int? QueuedBytes(int descriptor)
    {
        Span<byte> values = stackalloc byte[Values * sizeof(uint)];
        return SockOpt.GetBytes(descriptor, LibCConstants.SOL_SOCKET, LibCConstants.SO_MEMINFO, values, out var length) == 0 && length > WriteQueued * sizeof(uint)
            ? BitConverter.ToInt32(values[(WriteQueued * sizeof(uint))..])
            : null;
    }

    /// <summary>Has the kernel tell each time that the send queue runs dry, and at once when it is; or no longer.</summary>
    public static void NotifyDry(int descriptor, bool isOn)
    {
        var wish = new sctp_event { se_type = SctpConstants.SCTP_SENDER_DRY_EVENT, se_on = (byte)(isOn ? 1 : 0) };
        // It fails only when the association has ended, which is reported as such.
        _ = SockOpt.Set(descriptor, LibCConstants.IPPROTO_SCTP, SctpConstants.SCTP_EVENT, wish);
    }

    public static bool IsAlive(int descriptor)
    {
        var status = default(sctp_status);
        return SockOpt.Get(descriptor, LibCConstants.IPPROTO_SCTP, SctpConstants.SCTP_STATUS, ref status) == 0;
    }
}
