namespace SctpConnections.Linux.Interop;

/// <summary>Numbers of <c>linux/if_packet.h</c>, <c>linux/if_ether.h</c>, <c>linux/if_arp.h</c>, <c>linux/filter.h</c>, <c>net/if.h</c> and <c>poll.h</c>.</summary>
internal static class PacketConstants
{
    internal const int AF_PACKET = 17;
    internal const int SOCK_DGRAM = 2;
    internal const int SOCK_RAW = 3;
    internal const int SOL_PACKET = 263;
    internal const int PACKET_STATISTICS = 6;
    internal const int PACKET_OUTGOING = 4;

    internal const int ETH_P_ALL = 0x0003;
    internal const int ETH_P_IP = 0x0800;
    internal const int ETH_P_IPV6 = 0x86dd;

    internal const int ARPHRD_ETHER = 1;
    internal const int ARPHRD_LOOPBACK = 772;
    internal const int ARPHRD_NONE = 0xfffe;

    internal const int IF_NAMESIZE = 16;

    internal const int SO_ATTACH_FILTER = 26;
    internal const int SO_TIMESTAMPNS = 35;

    internal const int POLLIN = 0x1;

    internal const int CLOCK_MONOTONIC_COARSE = 6;

    internal const int BPF_LD = 0x00;
    internal const int BPF_W = 0x00;
    internal const int BPF_B = 0x10;
    internal const int BPF_ABS = 0x20;
    internal const int BPF_JMP = 0x05;
    internal const int BPF_JEQ = 0x10;
    internal const int BPF_JA = 0x00;
    internal const int BPF_RET = 0x06;
    internal const int BPF_K = 0x00;
    internal const int SKF_AD_OFF = -0x1000;
    internal const int SKF_AD_PROTOCOL = 0;
    internal const int SKF_NET_OFF = -0x100000;
}
