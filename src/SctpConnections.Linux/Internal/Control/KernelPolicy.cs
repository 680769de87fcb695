using SctpConnections.Linux.Interop;

namespace SctpConnections.Linux.Internal;

/// <summary>The kernel's numbers of the policies of partial reliability.</summary>
internal static class KernelPolicy
{
    public static int Write(SctpReliabilityPolicy policy) => policy switch
    {
        SctpReliabilityPolicy.Lifetime => SctpConstants.SCTP_PR_SCTP_TTL,
        SctpReliabilityPolicy.Retransmissions => SctpConstants.SCTP_PR_SCTP_RTX,
        SctpReliabilityPolicy.Priority => SctpConstants.SCTP_PR_SCTP_PRIO,
        SctpReliabilityPolicy.Reliable => SctpConstants.SCTP_PR_SCTP_NONE,
        _ => throw new ArgumentOutOfRangeException(nameof(policy), policy, "There is no such policy."),
    };

    public static SctpReliabilityPolicy Read(int policy) => (policy & SctpConstants.SCTP_PR_SCTP_MASK) switch
    {
        SctpConstants.SCTP_PR_SCTP_TTL => SctpReliabilityPolicy.Lifetime,
        SctpConstants.SCTP_PR_SCTP_RTX => SctpReliabilityPolicy.Retransmissions,
        SctpConstants.SCTP_PR_SCTP_PRIO => SctpReliabilityPolicy.Priority,
        _ => SctpReliabilityPolicy.Reliable,
    };
}
