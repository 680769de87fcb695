using SctpConnections.Linux;

namespace SctpConnections.Tool.Status;

/// <summary>An endpoint in JSON.</summary>
internal sealed record EndPointRecord(IReadOnlyList<string> Addresses, int Port)
{
    public static EndPointRecord From(SctpEndPoint endPoint) => new([.. endPoint.Addresses.Select(a => a.ToString())], endPoint.Port);
}

/// <summary>An association in JSON; bytes and milliseconds are named so.</summary>
internal sealed record AssociationRecord(
    int? Id, SctpAssociationState State, EndPointRecord Local, EndPointRecord Remote, SocketOwner? Process, int UserId, bool WaitingForAccept,
    int InboundStreams, int OutboundStreams, long ReceiveQueueBytes, long SendQueueBytes, long? LocalWindowBytes, long? PeerWindowBytes,
    int? UnacknowledgedChunks, int? PendingChunks, long RetransmittedChunks, int? FragmentationPointBytes, uint? LocalTag, uint? PeerTag,
    SctpDiagCounters? Counters, IReadOnlyList<PathRecord> Paths)
{
    public static AssociationRecord From(SctpDiagAssociation a, SocketOwner? owner) => new(
        a.AssociationId, a.State, EndPointRecord.From(a.LocalEndPoint), EndPointRecord.From(a.RemoteEndPoint), owner, a.UserId, a.IsWaitingForAccept,
        a.InboundStreams, a.OutboundStreams, a.ReceiveQueue, a.SendQueue, a.LocalWindow, a.PeerWindow,
        a.UnacknowledgedChunks, a.PendingChunks, a.RetransmittedChunks, a.FragmentationPoint, a.LocalTag, a.PeerTag,
        a.Counters, [.. a.Paths.Select(PathRecord.From)]);
}

/// <summary>A path in JSON.</summary>
internal sealed record PathRecord(
    string Address, SctpPathState State, bool Primary, double? RtoMs, double? SrttMs, long? CwndBytes, long? SsthreshBytes, long? InFlightBytes,
    bool? HeartbeatActive, int? MaxRetransmissions, int? Errors)
{
    public static PathRecord From(SctpDiagPath p) => new(
        p.Address.ToString(), p.State, p.IsPrimary, p.RetransmissionTimeout?.TotalMilliseconds, p.SmoothedRoundTripTime?.TotalMilliseconds,
        p.CongestionWindow, p.SlowStartThreshold, p.BytesInFlight, p.IsHeartbeatActive, p.MaxRetransmissions, p.Errors);
}

/// <summary>A listener in JSON.</summary>
internal sealed record ListenerRecord(EndPointRecord EndPoint, bool? OneToMany, SocketOwner? Process, int UserId, int? Waiting, int? Backlog);

/// <summary>A counter in JSON, with what was added since the look before, if there was one.</summary>
internal sealed record CounterRecord(string Name, long Value, long? Added, string Meaning);
