using System.Net;

namespace SctpConnections.Tool.Talk.Verbs;

/// <summary>Addresses and paths.</summary>
internal static class PathVerbs
{
    public static IEnumerable<Verb> All =>
    [
        new("add", "ADDRESS", "Add a local address; the peer is told when both use ASCONF.", a => OnAddress(a, (p, address) => p.AddLocalAddress(address), "added")),
        new("remove", "ADDRESS", "Remove a local address; the peer is told.", a => OnAddress(a, (p, address) => p.RemoveLocalAddress(address), "removed")),
        new("primary", "[ADDRESS]", "Tell the primary path, or make a peer's address the primary one.", Primary),
        new("peer-primary", "ADDRESS", "Ask the peer to make one of our addresses its primary.", a => OnAddress(a, (p, address) => p.RequestPeerPrimary(address), "asked the peer for")),
        new("heartbeat", "[ADDRESS]", "Send a heartbeat now, on one path or on all.", Heartbeat),
        new("paths", "", "Show every path.", arguments =>
        {
            arguments.End();
            return ControlAction.Of((control, number) => new RecordView("sctp.paths/1", number, control.Paths.GetAll()));
        }),
    ];

    private static TalkAction OnAddress(Arguments arguments, Action<SctpPaths, IPAddress> change, string done)
    {
        var address = arguments.Address();
        arguments.End();
        return ControlAction.Of(control =>
        {
            change(control.Paths, address);
            return $"{done} {address}";
        });
    }

    private static TalkAction Primary(Arguments arguments)
    {
        var address = arguments.OptionalAddress();
        arguments.End();
        return ControlAction.Of(control =>
        {
            if (address is not null)
            {
                control.Paths.Primary = address;
            }
            return $"primary path {control.Paths.Primary}";
        });
    }

    private static TalkAction Heartbeat(Arguments arguments)
    {
        var address = arguments.OptionalAddress();
        arguments.End();
        return ControlAction.Of(control =>
        {
            control.Paths.RequestHeartbeat(address);
            return $"heartbeat sent {(address is null ? "on every path" : $"to {address}")}";
        });
    }
}
