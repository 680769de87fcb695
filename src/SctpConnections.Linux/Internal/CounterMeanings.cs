namespace SctpConnections.Linux.Internal;

/// <summary>What the kernel's counters count, in plain words.</summary>
internal static class CounterMeanings
{
    public static string Of(string name) => name switch
    {
        "SctpCurrEstab" => "associations now",
        "SctpActiveEstabs" => "associations set up from here",
        "SctpPassiveEstabs" => "associations set up by peers",
        "SctpAborteds" => "associations ended by ABORT, either side",
        "SctpShutdowns" => "associations ended gracefully",
        "SctpOutOfBlues" => "packets of no association: late, forged, or the peer knows one that is gone here",
        "SctpChecksumErrors" => "packets with a wrong checksum: damaged on the way, or offload is broken",
        "SctpOutCtrlChunks" => "control chunks sent",
        "SctpOutOrderChunks" => "ordered DATA chunks sent",
        "SctpOutUnorderChunks" => "unordered DATA chunks sent",
        "SctpInCtrlChunks" => "control chunks received",
        "SctpInOrderChunks" => "ordered DATA chunks received",
        "SctpInUnorderChunks" => "unordered DATA chunks received",
        "SctpFragUsrMsgs" => "messages that were too long for one chunk, sent",
        "SctpReasmUsrMsgs" => "messages put together from several chunks",
        "SctpOutSCTPPacks" => "packets sent",
        "SctpInSCTPPacks" => "packets received",
        "SctpT1InitExpireds" => "INIT without an answer in time: the peer is away or filtered",
        "SctpT1CookieExpireds" => "COOKIE-ECHO without an answer in time",
        "SctpT2ShutdownExpireds" => "SHUTDOWN without an answer in time",
        "SctpT3RtxExpireds" => "DATA without an acknowledgement in time: loss, or the peer drops for lack of buffer",
        "SctpT4RtoExpireds" => "ASCONF without an answer in time",
        "SctpT5ShutdownGuardExpireds" => "shutdowns given up",
        "SctpDelaySackExpireds" => "acknowledgements sent because their delay was over",
        "SctpAutocloseExpireds" => "associations closed because they were idle",
        "SctpT3Retransmits" => "DATA chunks sent again after a timeout",
        "SctpPmtudRetransmits" => "DATA chunks sent again in smaller packets",
        "SctpFastRetransmits" => "DATA chunks sent again after reports of gaps",
        "SctpInPktSoftirq" => "packets handled at once",
        "SctpInPktBacklog" => "packets put off because the socket was in use",
        "SctpInPktDiscards" => "packets dropped",
        "SctpInDataChunkDiscards" => "DATA chunks dropped for lack of receive buffer: raise it, or read faster",
        _ => "",
    };
}
