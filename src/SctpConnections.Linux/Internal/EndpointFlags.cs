using SctpConnections.Linux.Interop;

namespace SctpConnections.Linux.Internal;

/// <summary>
/// What the kernel loses of a socket when it peels an association off or accepts one: the new socket has the system's default again. All
/// else was compared and is kept. Without the flags for ASCONF, addresses that come later would not be told to the peer.
/// </summary>
internal readonly record struct EndpointFlags(bool HasAuth, bool HasAsconf, bool HasAutoAsconf)
{
    private const int Level = LibCConstants.IPPROTO_SCTP;

    public static EndpointFlags Read(int descriptor)
    {
        var isAutomatic = 0;
        _ = SockOpt.Get(descriptor, Level, SctpConstants.SCTP_AUTO_ASCONF, ref isAutomatic);
        return new(Get(descriptor, SctpConstants.SCTP_AUTH_SUPPORTED), Get(descriptor, SctpConstants.SCTP_ASCONF_SUPPORTED), isAutomatic != 0);
    }

    public void Apply(int descriptor)
    {
        if (HasAsconf)
        {
            // ASCONF wants AUTH beside it.
            Set(descriptor, SctpConstants.SCTP_AUTH_SUPPORTED, HasAuth);
            Set(descriptor, SctpConstants.SCTP_ASCONF_SUPPORTED, HasAsconf);
        }
        if (HasAutoAsconf)
        {
            _ = SockOpt.Set(descriptor, Level, SctpConstants.SCTP_AUTO_ASCONF, 1);
        }
    }

    private static bool Get(int descriptor, int option)
    {
        var value = default(sctp_assoc_value);
        return SockOpt.Get(descriptor, Level, option, ref value) == 0 && value.assoc_value != 0;
    }

    // Before Linux 5.4 there are no such options, and nothing to lose.
    private static void Set(int descriptor, int option, bool isOn)
        => _ = SockOpt.Set(descriptor, Level, option, new sctp_assoc_value { assoc_value = isOn ? 1u : 0u });
}
