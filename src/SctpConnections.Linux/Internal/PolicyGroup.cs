using SctpConnections.Linux.Interop;

namespace SctpConnections.Linux.Internal;

/// <summary>
/// The messages of one stream and partial reliability policy that are under way together. The kernel returns those it gave up
/// before they were first sent; of the others it counts how many there were, and that is all there is to know of them.
/// </summary>
internal sealed class PolicyGroup(int descriptor, ushort streamId, int policy)
{
    private readonly long _before = Count(descriptor, streamId, policy);
    private long _givenUp;

    /// <summary>How many of them the kernel gave up and returned.</summary>
    public int Returned { get; set; }

    /// <summary>Whether some were given up that nobody named.</summary>
    public bool HasUnnamed => _givenUp > Returned;

    /// <summary>The send queue is empty: none of them can be given up any more.</summary>
    public void Close(int descriptor) => _givenUp = Count(descriptor, streamId, policy) - _before;

    private static long Count(int descriptor, ushort streamId, int policy)
    {
        var status = new sctp_prstatus { sprstat_sid = streamId, sprstat_policy = (ushort)policy };
        // It fails as long as nothing was sent on the stream, and then there is nothing to count.
        return SockOpt.Get(descriptor, LibCConstants.IPPROTO_SCTP, SctpConstants.SCTP_PR_STREAM_STATUS, ref status) == 0
            ? (long)(status.sprstat_abandoned_unsent + status.sprstat_abandoned_sent)
            : 0;
    }
}
