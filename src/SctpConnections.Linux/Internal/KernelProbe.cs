using SctpConnections.Linux.Interop;

namespace SctpConnections.Linux.Internal;

/// <summary>Asks a fresh socket which options the kernel knows: ENOPROTOOPT is the only answer that means no.</summary>
internal static class KernelProbe
{
    // Most options look at the association before the length; 0 stands for the associations to come.
    private static readonly (string Name, string Description, string Since, int Option, int Size, string? Setting)[] s_options =
    [
        ("association-statistics", "counters of one association (SCTP_GET_ASSOC_STATS)", "3.8", SctpConstants.SCTP_GET_ASSOC_STATS, 256, null),
        ("partial-reliability", "messages with a lifetime (RFC 3758, RFC 7496)", "4.8", SctpConstants.SCTP_PR_SUPPORTED, 8, "prsctp_enable"),
        ("stream-reset", "resetting and adding streams (RFC 6525)", "4.12", SctpConstants.SCTP_RECONFIG_SUPPORTED, 8, "reconf_enable"),
        ("peeloff-flags", "peeling off with descriptor flags (SCTP_SOCKOPT_PEELOFF_FLAGS)", "4.13", SctpConstants.SCTP_SOCKOPT_PEELOFF_FLAGS, 12, null),
        ("stream-schedulers", "stream schedulers FCFS, priority, round robin (RFC 8260)", "4.15", SctpConstants.SCTP_STREAM_SCHEDULER, 8, null),
        ("interleaving", "message interleaving, I-DATA (RFC 8260)", "4.16", SctpConstants.SCTP_INTERLEAVING_SUPPORTED, 8, "intl_enable"),
        ("reuse-port", "several listeners on one port (SCTP_REUSE_PORT)", "4.19", SctpConstants.SCTP_REUSE_PORT, 4, null),
        ("single-events", "subscribing to single notifications (SCTP_EVENT)", "5.0", SctpConstants.SCTP_EVENT, 8, null),
        ("dynamic-addresses", "adding and removing addresses, ASCONF (RFC 5061)", "5.4", SctpConstants.SCTP_ASCONF_SUPPORTED, 8, "addip_enable"),
        ("authentication", "authenticated chunks (RFC 4895)", "5.4", SctpConstants.SCTP_AUTH_SUPPORTED, 8, "auth_enable"),
        ("ecn", "explicit congestion notification", "5.4", SctpConstants.SCTP_ECN_SUPPORTED, 8, "ecn_enable"),
        ("path-thresholds", "potentially failed paths and switching the primary (RFC 7829)", "5.5", SctpConstants.SCTP_PEER_ADDR_THLDS_V2, 144, "pf_enable"),
        ("potentially-failed-events", "telling of potentially failed paths (RFC 7829)", "5.5", SctpConstants.SCTP_EXPOSE_POTENTIALLY_FAILED_STATE, 8, null),
        ("udp-encapsulation", "SCTP in UDP packets (RFC 6951)", "5.11", SctpConstants.SCTP_REMOTE_UDP_ENCAPS_PORT, 144, "udp_port"),
        ("plpmtud", "path MTU discovery by probing (RFC 8899)", "5.14", SctpConstants.SCTP_PLPMTUD_PROBE_INTERVAL, 144, "plpmtud_probe_interval"),
    ];

    /// <summary>Makes a socket and closes it; 0 or the errno.</summary>
    public static int TrySocket(int family, int type)
    {
        var descriptor = LibC.socket(family, type | LibCConstants.SOCK_CLOEXEC, LibCConstants.IPPROTO_SCTP);
        if (descriptor < 0)
        {
            return Errno.Last;
        }
        LibC.close(descriptor);
        return 0;
    }

    public static IReadOnlyList<SctpKernelFeature> Run(IReadOnlyDictionary<string, string> settings)
    {
        using var socket = new SafeSctpHandle(
            LibC.socket(LibCConstants.AF_INET, LibCConstants.SOCK_STREAM | LibCConstants.SOCK_CLOEXEC, LibCConstants.IPPROTO_SCTP));
        if (socket.IsInvalid)
        {
            return [];
        }
        var features = new List<SctpKernelFeature>
        {
            Plain("ipv6", "associations over IPv6", "2.6", TrySocket(LibCConstants.AF_INET6, LibCConstants.SOCK_STREAM) == 0),
            Plain("one-to-many", "one-to-many sockets (RFC 6458)", "2.6", TrySocket(LibCConstants.AF_INET, LibCConstants.SOCK_SEQPACKET) == 0),
        };
        Span<byte> value = stackalloc byte[256];
        foreach (var (name, description, since, option, size, setting) in s_options)
        {
            value.Clear();
            var error = SockOpt.GetBytes(socket.Descriptor, SctpConstants.SOL_SCTP, option, value[..size], out _);
            var isEnabled = setting is not null && settings.TryGetValue(setting, out var text) ? text != "0" : (bool?)null;
            features.Add(new SctpKernelFeature(
                name, description, since, error != Errno.ENOPROTOOPT, setting is null ? null : "net.sctp." + setting, isEnabled));
        }
        features.Add(Plain("fair-schedulers", "stream schedulers fair capacity and weighted fair (RFC 8260)", "6.4", HasScheduler(socket, SctpConstants.SCTP_SS_WFQ)));
        return features;
    }

    // Only setting tells whether a number is known; the socket is thrown away.
    private static bool HasScheduler(SafeSctpHandle socket, int scheduler)
        => SockOpt.Set(socket.Descriptor, SctpConstants.SOL_SCTP, SctpConstants.SCTP_STREAM_SCHEDULER, new sctp_assoc_value { assoc_value = (uint)scheduler }) == 0;

    private static SctpKernelFeature Plain(string name, string description, string since, bool isSupported)
        => new(name, description, since, isSupported, Setting: null, IsEnabled: null);
}
