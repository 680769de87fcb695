using System.Net;
using SctpConnections.Linux.Interop;

namespace SctpConnections.Linux.Internal;

/// <summary>Joins what sctp_diag and the files tell: neither has everything, and an association may be in only one of them when it comes or goes.</summary>
internal static class SnapshotBuilder
{
    private const int ListenState = 10;

    public static SctpSnapshot Build(IReadOnlyList<DiagEntry>? entries, ProcFiles files, TimeSpan tick)
    {
        var paths = ProcParser.ReadPaths(files.Paths).ToLookup(path => path.AssociationId);
        var unused = ProcParser.ReadAssociations(files.Associations).ToLookup(Key).ToDictionary(group => group.Key, group => group.ToList());
        var listening = ProcParser.ReadEndPoints(files.EndPoints);
        // The sockets whose associations wait to be accepted; in the one-to-many style there is nothing to accept.
        var accepting = listening.Where(l => !l.IsOneToMany).Select(l => l.Inode).ToHashSet();
        var associations = new List<SctpDiagAssociation>();
        foreach (var entry in entries?.Where(e => e.IsAssociation) ?? [])
        {
            var same = unused.TryGetValue(Key(entry), out var group) ? group.Find(line => IsSame(entry.Peers, line.Peers)) : null;
            group?.Remove(same!);
            associations.Add(FromDiag(entry, same, paths, accepting, tick));
        }
        associations.AddRange(unused.Values.SelectMany(line => line).Select(line => FromFile(line, paths, accepting, tick)));
        return new SctpSnapshot(
            entries is null ? SctpDiagSource.Files : SctpDiagSource.KernelDiag,
            [.. associations.OrderBy(a => a.LocalEndPoint.Port).ThenBy(a => a.RemoteEndPoint.Port).ThenBy(a => a.AssociationId)],
            [.. Listeners(entries ?? [], listening).OrderBy(l => l.EndPoint.Port).ThenBy(l => l.SocketInode)],
            ProcParser.ReadCounters(files.Counters));
    }

    private static (long, int, int) Key(ProcAssociation line) => (line.Inode, line.LocalPort, line.RemotePort);

    private static (long, int, int) Key(DiagEntry entry) => (entry.Inode, entry.LocalPort, entry.RemotePort);

    private static bool IsSame(IReadOnlyList<IPAddress> left, IReadOnlyList<IPAddress> right)
        => left.Count == right.Count && left.All(address => right.Any(other => IsSame(address, other)));

    // The files tell no scope.
    private static bool IsSame(IPAddress left, IPAddress right)
        => left.Equals(right) || (left.IsIPv6LinkLocal && right.IsIPv6LinkLocal && left.GetAddressBytes().AsSpan().SequenceEqual(right.GetAddressBytes()));

    private static SctpDiagAssociation FromFile(ProcAssociation line, ILookup<int, ProcPath> paths, HashSet<long> accepting, TimeSpan tick) => new()
    {
        AssociationId = line.Id,
        State = KernelStatus.AssociationState(line.State),
        LocalEndPoint = new SctpEndPoint(line.Locals, line.LocalPort),
        RemoteEndPoint = new SctpEndPoint(line.Peers, line.RemotePort),
        SocketInode = line.Inode,
        UserId = line.UserId,
        IsWaitingForAccept = accepting.Contains(line.Inode),
        InboundStreams = line.InboundStreams,
        OutboundStreams = line.OutboundStreams,
        ReceiveQueue = line.ReceiveQueue,
        SendQueue = line.SendQueue,
        RetransmittedChunks = line.RetransmittedChunks,
        Paths = PathsOf(line.Peers, line.Primary, line.Id, paths, tick, info: null),
    };

    private static SctpDiagAssociation FromDiag(
        DiagEntry entry, ProcAssociation? line, ILookup<int, ProcPath> paths, HashSet<long> accepting, TimeSpan tick)
    {
        var info = entry.Info ?? default;
        var primary = SockAddr.TryRead(in info.sctpi_p_address, out var address, out _) ? DiagParser.WithoutNeedlessScope(address) : line?.Primary ?? entry.Peers[0];
        return new SctpDiagAssociation
        {
            AssociationId = line?.Id,
            State = KernelStatus.AssociationState((int)info.sctpi_state),
            LocalEndPoint = new SctpEndPoint(entry.Locals.Count > 0 ? entry.Locals : line?.Locals ?? [IPAddress.Any], entry.LocalPort),
            RemoteEndPoint = new SctpEndPoint(entry.Peers, entry.RemotePort),
            SocketInode = entry.Inode,
            UserId = entry.UserId,
            IsWaitingForAccept = accepting.Contains(entry.Inode),
            InboundStreams = info.sctpi_instrms,
            OutboundStreams = info.sctpi_outstrms,
            ReceiveQueue = entry.ReceiveQueue,
            SendQueue = entry.SendQueue,
            RetransmittedChunks = (long)info.sctpi_rtxchunks,
            LocalWindow = info.sctpi_rwnd,
            PeerWindow = info.sctpi_peer_rwnd,
            UnacknowledgedChunks = info.sctpi_unackdata,
            PendingChunks = info.sctpi_penddata,
            FragmentationPoint = (int)info.sctpi_fragmentation_point,
            LocalTag = info.sctpi_tag,
            PeerTag = info.sctpi_peer_tag,
            Counters = CountersOf(info),
            Paths = PathsOf(entry.Peers, primary, line?.Id, paths, tick, info),
        };
    }

    private static SctpDiagCounters CountersOf(in sctp_info info) => new()
    {
        InboundPackets = (long)info.sctpi_ipackets,
        OutboundPackets = (long)info.sctpi_opackets,
        InboundOrderedChunks = (long)info.sctpi_iodchunks,
        OutboundOrderedChunks = (long)info.sctpi_oodchunks,
        InboundUnorderedChunks = (long)info.sctpi_iuodchunks,
        OutboundUnorderedChunks = (long)info.sctpi_ouodchunks,
        InboundControlChunks = (long)info.sctpi_ictrlchunks,
        OutboundControlChunks = (long)info.sctpi_octrlchunks,
        DuplicateChunks = (long)info.sctpi_idupchunks,
        Gaps = (long)info.sctpi_gapcnt,
        OutOfSequenceTsns = (long)info.sctpi_outofseqtsns,
    };

    private static List<SctpDiagPath> PathsOf(
        IReadOnlyList<IPAddress> peers, IPAddress primary, int? id, ILookup<int, ProcPath> paths, TimeSpan tick, sctp_info? info)
    {
        var result = new List<SctpDiagPath>(peers.Count);
        foreach (var address in peers)
        {
            var isPrimary = IsSame(address, primary);
            var line = id is { } known ? paths[known].FirstOrDefault(path => IsSame(path.Address, address)) : null;
            var measured = isPrimary ? info : null;
            result.Add(new SctpDiagPath
            {
                Address = address,
                State = KernelStatus.PathState(line?.State ?? measured?.sctpi_p_state ?? SctpConstants.SCTP_UNKNOWN),
                IsPrimary = isPrimary,
                RetransmissionTimeout = measured is { } m ? TimeSpan.FromMilliseconds(m.sctpi_p_rto) : line is null ? null : tick * line.TimeoutTicks,
                IsHeartbeatActive = line?.IsHeartbeatActive,
                MaxRetransmissions = (int?)measured?.sctpi_p_pathmaxrxt ?? line?.MaxRetransmissions,
                Errors = measured?.sctpi_p_error,
                // The kernel gives this one in ticks, other than the timeout beside it.
                SmoothedRoundTripTime = tick * measured?.sctpi_p_srtt,
                CongestionWindow = measured?.sctpi_p_cwnd,
                SlowStartThreshold = measured?.sctpi_p_ssthresh,
                BytesInFlight = measured?.sctpi_p_flight_size,
            });
        }
        return result;
    }

    private static IEnumerable<SctpDiagListener> Listeners(IReadOnlyList<DiagEntry> entries, List<ProcEndPoint> listening)
    {
        // sctp_diag repeats a listener before the associations that wait in it.
        var sockets = entries.Where(e => !e.IsAssociation && e.State == ListenState).DistinctBy(e => e.Inode).ToDictionary(e => e.Inode);
        foreach (var line in listening)
        {
            sockets.Remove(line.Inode, out var entry);
            yield return new SctpDiagListener
            {
                EndPoint = new SctpEndPoint(line.Addresses, line.Port),
                IsOneToMany = line.IsOneToMany,
                SocketInode = line.Inode,
                UserId = line.UserId,
                Waiting = (int?)entry?.ReceiveQueue,
                Backlog = (int?)entry?.SendQueue,
            };
        }
        foreach (var entry in sockets.Values)
        {
            yield return new SctpDiagListener
            {
                EndPoint = new SctpEndPoint(entry.Locals.Count > 0 ? entry.Locals : [IPAddress.Any], entry.LocalPort),
                SocketInode = entry.Inode,
                UserId = entry.UserId,
                Waiting = (int)entry.ReceiveQueue,
                Backlog = (int)entry.SendQueue,
            };
        }
    }
}
