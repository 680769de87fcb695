using SctpConnections.Linux.Interop;

namespace SctpConnections.Linux.Internal;

/// <summary>A program for the kernel that lets SCTP through, and UDP when asked, so that nothing else costs a copy.</summary>
internal static unsafe class PacketFilter
{
    private const int Udp = 17;
    private const int Load = PacketConstants.BPF_LD | PacketConstants.BPF_ABS;
    private const int Jump = PacketConstants.BPF_JMP | PacketConstants.BPF_JEQ | PacketConstants.BPF_K;

    /// <summary>Attaches it; 0 or the errno.</summary>
    public static int Attach(int descriptor, bool withUdp)
    {
        // Offsets from the network header, wherever the link's own ends.
        const int IPv4Protocol = PacketConstants.SKF_NET_OFF + 9;
        const int IPv6Next = PacketConstants.SKF_NET_OFF + 6;
        ReadOnlySpan<sock_filter> program =
        [
            /* 0 */ Step(Load | PacketConstants.BPF_W, PacketConstants.SKF_AD_OFF + PacketConstants.SKF_AD_PROTOCOL),
            /* 1 */ Step(Jump, PacketConstants.ETH_P_IP, 0, 2),
            /* 2 */ Step(Load | PacketConstants.BPF_B, IPv4Protocol),
            /* 3 */ Step(PacketConstants.BPF_JMP | PacketConstants.BPF_JA, 6),
            /* 4 */ Step(Jump, PacketConstants.ETH_P_IPV6, 0, 7),
            /* 5 */ Step(Load | PacketConstants.BPF_B, IPv6Next),
            /* 6 */ Step(Jump, 44, 6, 0), // fragment
            /* 7 */ Step(Jump, 0, 5, 0), // hop-by-hop
            /* 8 */ Step(Jump, 60, 4, 0), // destination options
            /* 9 */ Step(Jump, 43, 3, 0), // routing
            /* 10 */ Step(Jump, LibCConstants.IPPROTO_SCTP, 2, 0),
            /* 11 */ Step(Jump, withUdp ? Udp : LibCConstants.IPPROTO_SCTP, 1, 0),
            /* 12 */ Step(PacketConstants.BPF_RET | PacketConstants.BPF_K, 0),
            /* 13 */ Step(PacketConstants.BPF_RET | PacketConstants.BPF_K, PacketSocket.MaxPacket),
        ];
        fixed (sock_filter* steps = program)
        {
            return SockOpt.Set(
                descriptor, LibCConstants.SOL_SOCKET, PacketConstants.SO_ATTACH_FILTER, new sock_fprog { len = (ushort)program.Length, filter = steps });
        }
    }

    private static sock_filter Step(int code, int k, byte ifTrue = 0, byte ifFalse = 0) => new() { code = (ushort)code, k = (uint)k, jt = ifTrue, jf = ifFalse };
}
