namespace SctpConnections.Linux.Interop;

/// <summary>Numbers of <c>linux/sctp.h</c>, in its order and spelling.</summary>
internal static class SctpConstants
{
    internal const int SOL_SCTP = 132;

    internal const int SCTP_FUTURE_ASSOC = 0;
    internal const int SCTP_CURRENT_ASSOC = 1;
    internal const int SCTP_ALL_ASSOC = 2;

    internal const int SCTP_RTOINFO = 0;
    internal const int SCTP_ASSOCINFO = 1;
    internal const int SCTP_INITMSG = 2;
    internal const int SCTP_NODELAY = 3;
    internal const int SCTP_AUTOCLOSE = 4;
    internal const int SCTP_SET_PEER_PRIMARY_ADDR = 5;
    internal const int SCTP_PRIMARY_ADDR = 6;
    internal const int SCTP_ADAPTATION_LAYER = 7;
    internal const int SCTP_DISABLE_FRAGMENTS = 8;
    internal const int SCTP_PEER_ADDR_PARAMS = 9;
    internal const int SCTP_DEFAULT_SEND_PARAM = 10;
    internal const int SCTP_EVENTS = 11;
    internal const int SCTP_I_WANT_MAPPED_V4_ADDR = 12;
    internal const int SCTP_MAXSEG = 13;
    internal const int SCTP_STATUS = 14;
    internal const int SCTP_GET_PEER_ADDR_INFO = 15;
    internal const int SCTP_DELAYED_SACK = 16;
    internal const int SCTP_CONTEXT = 17;
    internal const int SCTP_FRAGMENT_INTERLEAVE = 18;
    internal const int SCTP_PARTIAL_DELIVERY_POINT = 19;
    internal const int SCTP_MAX_BURST = 20;
    internal const int SCTP_AUTH_CHUNK = 21;
    internal const int SCTP_HMAC_IDENT = 22;
    internal const int SCTP_AUTH_KEY = 23;
    internal const int SCTP_AUTH_ACTIVE_KEY = 24;
    internal const int SCTP_AUTH_DELETE_KEY = 25;
    internal const int SCTP_PEER_AUTH_CHUNKS = 26;
    internal const int SCTP_LOCAL_AUTH_CHUNKS = 27;
    internal const int SCTP_GET_ASSOC_NUMBER = 28;
    internal const int SCTP_GET_ASSOC_ID_LIST = 29;
    internal const int SCTP_AUTO_ASCONF = 30;
    internal const int SCTP_PEER_ADDR_THLDS = 31;
    internal const int SCTP_RECVRCVINFO = 32;
    internal const int SCTP_RECVNXTINFO = 33;
    internal const int SCTP_DEFAULT_SNDINFO = 34;
    internal const int SCTP_AUTH_DEACTIVATE_KEY = 35;
    internal const int SCTP_REUSE_PORT = 36;
    internal const int SCTP_PEER_ADDR_THLDS_V2 = 37;
    internal const int SCTP_SOCKOPT_BINDX_ADD = 100;
    internal const int SCTP_SOCKOPT_BINDX_REM = 101;
    internal const int SCTP_SOCKOPT_PEELOFF = 102;
    internal const int SCTP_SOCKOPT_CONNECTX_OLD = 107;
    internal const int SCTP_GET_PEER_ADDRS = 108;
    internal const int SCTP_GET_LOCAL_ADDRS = 109;
    internal const int SCTP_SOCKOPT_CONNECTX = 110;
    internal const int SCTP_SOCKOPT_CONNECTX3 = 111;
    internal const int SCTP_GET_ASSOC_STATS = 112;
    internal const int SCTP_PR_SUPPORTED = 113;
    internal const int SCTP_DEFAULT_PRINFO = 114;
    internal const int SCTP_PR_ASSOC_STATUS = 115;
    internal const int SCTP_PR_STREAM_STATUS = 116;
    internal const int SCTP_RECONFIG_SUPPORTED = 117;
    internal const int SCTP_ENABLE_STREAM_RESET = 118;
    internal const int SCTP_RESET_STREAMS = 119;
    internal const int SCTP_RESET_ASSOC = 120;
    internal const int SCTP_ADD_STREAMS = 121;
    internal const int SCTP_SOCKOPT_PEELOFF_FLAGS = 122;
    internal const int SCTP_STREAM_SCHEDULER = 123;
    internal const int SCTP_STREAM_SCHEDULER_VALUE = 124;
    internal const int SCTP_INTERLEAVING_SUPPORTED = 125;
    internal const int SCTP_EVENT = 127;
    internal const int SCTP_ASCONF_SUPPORTED = 128;
    internal const int SCTP_AUTH_SUPPORTED = 129;
    internal const int SCTP_ECN_SUPPORTED = 130;
    internal const int SCTP_EXPOSE_POTENTIALLY_FAILED_STATE = 131;
    internal const int SCTP_REMOTE_UDP_ENCAPS_PORT = 132;
    internal const int SCTP_PLPMTUD_PROBE_INTERVAL = 133;

    internal const int SCTP_PR_SCTP_NONE = 0x0000;
    internal const int SCTP_PR_SCTP_TTL = 0x0010;
    internal const int SCTP_PR_SCTP_RTX = 0x0020;
    internal const int SCTP_PR_SCTP_PRIO = 0x0030;
    internal const int SCTP_PR_SCTP_MASK = 0x0030;

    internal const int SCTP_ENABLE_RESET_STREAM_REQ = 0x01;
    internal const int SCTP_ENABLE_RESET_ASSOC_REQ = 0x02;
    internal const int SCTP_ENABLE_CHANGE_ASSOC_REQ = 0x04;
    internal const int SCTP_STREAM_RESET_INCOMING = 0x01;
    internal const int SCTP_STREAM_RESET_OUTGOING = 0x02;

    // The same bit as MSG_MORE: a notification in flags that come back, MSG_MORE in flags that go in.
    internal const int MSG_NOTIFICATION = 0x8000;

    internal const int SCTP_UNORDERED = 0x0001;
    internal const int SCTP_ADDR_OVER = 0x0002;
    internal const int SCTP_ABORT = 0x0004;
    internal const int SCTP_SACK_IMMEDIATELY = 0x0008;
    internal const int SCTP_SENDALL = 0x0040;
    internal const int SCTP_PR_SCTP_ALL = 0x0080;
    internal const int SCTP_EOF = 0x0200;
    internal const int SCTP_NOTIFICATION = 0x8000;

    internal const int SCTP_INIT = 0;
    internal const int SCTP_SNDRCV = 1;
    internal const int SCTP_SNDINFO = 2;
    internal const int SCTP_RCVINFO = 3;
    internal const int SCTP_NXTINFO = 4;
    internal const int SCTP_PRINFO = 5;
    internal const int SCTP_AUTHINFO = 6;
    internal const int SCTP_DSTADDRV4 = 7;
    internal const int SCTP_DSTADDRV6 = 8;

    internal const int SCTP_COMM_UP = 0;
    internal const int SCTP_COMM_LOST = 1;
    internal const int SCTP_RESTART = 2;
    internal const int SCTP_SHUTDOWN_COMP = 3;
    internal const int SCTP_CANT_STR_ASSOC = 4;

    internal const int SCTP_ADDR_AVAILABLE = 0;
    internal const int SCTP_ADDR_UNREACHABLE = 1;
    internal const int SCTP_ADDR_REMOVED = 2;
    internal const int SCTP_ADDR_ADDED = 3;
    internal const int SCTP_ADDR_MADE_PRIM = 4;
    internal const int SCTP_ADDR_CONFIRMED = 5;
    internal const int SCTP_ADDR_POTENTIALLY_FAILED = 6;

    internal const int SCTP_DATA_UNSENT = 0;
    internal const int SCTP_DATA_SENT = 1;
    internal const int SCTP_PARTIAL_DELIVERY_ABORTED = 0;
    internal const int SCTP_AUTH_NEW_KEY = 0;
    internal const int SCTP_AUTH_FREE_KEY = 1;
    internal const int SCTP_AUTH_NO_AUTH = 2;
    internal const int SCTP_STREAM_RESET_INCOMING_SSN = 0x0001;
    internal const int SCTP_STREAM_RESET_OUTGOING_SSN = 0x0002;
    internal const int SCTP_STREAM_RESET_DENIED = 0x0004;
    internal const int SCTP_STREAM_RESET_FAILED = 0x0008;
    internal const int SCTP_ASSOC_RESET_DENIED = 0x0004;
    internal const int SCTP_ASSOC_RESET_FAILED = 0x0008;
    internal const int SCTP_STREAM_CHANGE_DENIED = 0x0004;
    internal const int SCTP_STREAM_CHANGE_FAILED = 0x0008;

    internal const int SCTP_SN_TYPE_BASE = 0x8000;
    internal const int SCTP_DATA_IO_EVENT = 0x8000;
    internal const int SCTP_ASSOC_CHANGE = 0x8001;
    internal const int SCTP_PEER_ADDR_CHANGE = 0x8002;
    internal const int SCTP_SEND_FAILED = 0x8003;
    internal const int SCTP_REMOTE_ERROR = 0x8004;
    internal const int SCTP_SHUTDOWN_EVENT = 0x8005;
    internal const int SCTP_PARTIAL_DELIVERY_EVENT = 0x8006;
    internal const int SCTP_ADAPTATION_INDICATION = 0x8007;
    internal const int SCTP_AUTHENTICATION_EVENT = 0x8008;
    internal const int SCTP_SENDER_DRY_EVENT = 0x8009;
    internal const int SCTP_STREAM_RESET_EVENT = 0x800a;
    internal const int SCTP_ASSOC_RESET_EVENT = 0x800b;
    internal const int SCTP_STREAM_CHANGE_EVENT = 0x800c;
    internal const int SCTP_SEND_FAILED_EVENT = 0x800d;

    internal const int SCTP_FAILED_THRESHOLD = 0;
    internal const int SCTP_RECEIVED_SACK = 1;
    internal const int SCTP_HEARTBEAT_SUCCESS = 2;
    internal const int SCTP_RESPONSE_TO_USER_REQ = 3;
    internal const int SCTP_INTERNAL_ERROR = 4;
    internal const int SCTP_SHUTDOWN_GUARD_EXPIRES = 5;
    internal const int SCTP_PEER_FAULTY = 6;

    internal const int SPP_HB_ENABLE = 1;
    internal const int SPP_HB_DISABLE = 2;
    internal const int SPP_HB_DEMAND = 4;
    internal const int SPP_PMTUD_ENABLE = 8;
    internal const int SPP_PMTUD_DISABLE = 16;
    internal const int SPP_SACKDELAY_ENABLE = 32;
    internal const int SPP_SACKDELAY_DISABLE = 64;
    internal const int SPP_HB_TIME_IS_ZERO = 128;
    internal const int SPP_IPV6_FLOWLABEL = 256;
    internal const int SPP_DSCP = 512;

    internal const int SCTP_AUTH_HMAC_ID_SHA1 = 1;
    internal const int SCTP_AUTH_HMAC_ID_SHA256 = 3;

    internal const int SCTP_INACTIVE = 0;
    internal const int SCTP_PF = 1;
    internal const int SCTP_ACTIVE = 2;
    internal const int SCTP_UNCONFIRMED = 3;
    internal const int SCTP_UNKNOWN = 0xffff;

    internal const int SCTP_EMPTY = 0;
    internal const int SCTP_CLOSED = 1;
    internal const int SCTP_COOKIE_WAIT = 2;
    internal const int SCTP_COOKIE_ECHOED = 3;
    internal const int SCTP_ESTABLISHED = 4;
    internal const int SCTP_SHUTDOWN_PENDING = 5;
    internal const int SCTP_SHUTDOWN_SENT = 6;
    internal const int SCTP_SHUTDOWN_RECEIVED = 7;
    internal const int SCTP_SHUTDOWN_ACK_SENT = 8;

    internal const int SCTP_SS_FCFS = 0;
    internal const int SCTP_SS_PRIO = 1;
    internal const int SCTP_SS_RR = 2;

    // Since Linux 6.4; older kernels answer EINVAL.
    internal const int SCTP_SS_FC = 3;
    internal const int SCTP_SS_WFQ = 4;
}
