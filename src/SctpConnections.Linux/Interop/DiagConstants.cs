namespace SctpConnections.Linux.Interop;

/// <summary>Numbers of <c>linux/netlink.h</c>, <c>linux/sock_diag.h</c> and <c>linux/inet_diag.h</c>.</summary>
internal static class DiagConstants
{
    internal const int AF_NETLINK = 16;
    internal const int NETLINK_SOCK_DIAG = 4;

    internal const int NLM_F_REQUEST = 0x01;
    internal const int NLM_F_DUMP_INTR = 0x10;
    internal const int NLM_F_DUMP = 0x300;

    internal const int NLMSG_ERROR = 0x2;
    internal const int NLMSG_DONE = 0x3;
    internal const int NLMSG_OVERRUN = 0x4;
    internal const int NLA_TYPE_MASK = ~0xc000;

    internal const int SOCK_DIAG_BY_FAMILY = 20;

    internal const int INET_DIAG_INFO = 2;
    internal const int INET_DIAG_LOCALS = 12;
    internal const int INET_DIAG_PEERS = 13;
}
