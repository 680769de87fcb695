using System.Runtime.InteropServices;

namespace SctpConnections.Linux.Interop;

[StructLayout(LayoutKind.Sequential)]
internal struct sctp_initmsg
{
    internal ushort sinit_num_ostreams;
    internal ushort sinit_max_instreams;
    internal ushort sinit_max_attempts;
    internal ushort sinit_max_init_timeo;
}

[StructLayout(LayoutKind.Sequential)]
internal struct sctp_sndrcvinfo
{
    internal ushort sinfo_stream;
    internal ushort sinfo_ssn;
    internal ushort sinfo_flags;
    internal uint sinfo_ppid;
    internal uint sinfo_context;
    internal uint sinfo_timetolive;
    internal uint sinfo_tsn;
    internal uint sinfo_cumtsn;
    internal int sinfo_assoc_id;
}

[StructLayout(LayoutKind.Sequential)]
internal struct sctp_sndinfo
{
    internal ushort snd_sid;
    internal ushort snd_flags;
    internal uint snd_ppid;
    internal uint snd_context;
    internal int snd_assoc_id;
}

[StructLayout(LayoutKind.Sequential)]
internal struct sctp_rcvinfo
{
    internal ushort rcv_sid;
    internal ushort rcv_ssn;
    internal ushort rcv_flags;
    internal uint rcv_ppid;
    internal uint rcv_tsn;
    internal uint rcv_cumtsn;
    internal uint rcv_context;
    internal int rcv_assoc_id;
}

[StructLayout(LayoutKind.Sequential)]
internal struct sctp_nxtinfo
{
    internal ushort nxt_sid;
    internal ushort nxt_flags;
    internal uint nxt_ppid;
    internal uint nxt_length;
    internal int nxt_assoc_id;
}

[StructLayout(LayoutKind.Sequential)]
internal struct sctp_prinfo
{
    internal ushort pr_policy;
    internal uint pr_value;
}

[StructLayout(LayoutKind.Sequential)]
internal struct sctp_authinfo
{
    internal ushort auth_keynumber;
}
