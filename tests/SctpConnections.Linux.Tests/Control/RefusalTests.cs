using System.Net;
using SctpConnections.Linux.Interop;
using SctpConnections.Linux.Tests.Support;

namespace SctpConnections.Linux.Tests.Control;

/// <summary>Bad input: the exception names what was wrong, where, and what to do; and the association works on.</summary>
public sealed class RefusalTests
{
    private static readonly IPAddress s_foreign = IPAddress.Parse("10.1.2.3");

    private static readonly Dictionary<string, Case> s_cases = new()
    {
        ["unknown path: get"] = Refused(c => c.Paths.Get(s_foreign), "10.1.2.3"),
        ["unknown path: settings"] = Refused(c => c.Paths.GetSettings(s_foreign), "10.1.2.3"),
        ["unknown path: configure"] = Refused(c => c.Paths.Configure(new() { MaxRetransmissions = 3 }, s_foreign), "10.1.2.3"),
        ["unknown path: thresholds"] = Refused(c => c.Paths.Configure(new() { PotentiallyFailedThreshold = 3 }, s_foreign), "10.1.2.3"),
        ["unknown path: encapsulation"] = Refused(c => c.Paths.Configure(new() { UdpEncapsulationPort = 3 }, s_foreign), "10.1.2.3"),
        ["unknown path: probes"] = Refused(c => c.Paths.Configure(new() { MtuProbeInterval = Ms(6000) }, s_foreign), "10.1.2.3"),
        ["unknown path: heartbeat"] = Refused(c => c.Paths.RequestHeartbeat(s_foreign), "a heartbeat to 10.1.2.3"),
        ["unknown path: primary"] = Refused(c => c.Paths.Primary = s_foreign, "the primary path to 10.1.2.3"),
        ["IPv6 path on IPv4"] = Refused(c => c.Paths.Get(IPAddress.IPv6Loopback), "::1"),
        ["MTU too small"] = Refused(c => c.Paths.Configure(new() { Mtu = 100 }, IPAddress.Loopback), "the path to 127.0.0.1", "out of its range"),
        ["probes too often"] = Refused(c => c.Paths.Configure(new() { MtuProbeInterval = Ms(4999) }), "MtuProbeInterval", "5 seconds"),
        ["PF over switchover"] = Refused(
            c => c.Paths.Configure(new() { PotentiallyFailedThreshold = 5, PrimarySwitchoverThreshold = 3 }), "PotentiallyFailedThreshold", "PrimarySwitchoverThreshold"),
        ["foreign local address"] = Refused(c => c.Paths.AddLocalAddress(s_foreign), "the new local address 10.1.2.3", "no address of this machine"),
        ["IPv6 local address on IPv4"] = Refused(c => c.Paths.AddLocalAddress(IPAddress.IPv6Loopback), "the new local address ::1", "wrong family"),
        ["bound local address"] = Refused(c => c.Paths.AddLocalAddress(IPAddress.Loopback), "the new local address 127.0.0.1", "bound already"),
        ["removal of the last"] = Refused(c => c.Paths.RemoveLocalAddress(IPAddress.Loopback), "127.0.0.1", "last address"),
        ["peer primary of a foreign address"] = Refused(c => c.Paths.RequestPeerPrimary(s_foreign), "10.1.2.3 as the peer's primary", "no address of this machine"),
        ["DSCP 64"] = Argument(c => c.Paths.Configure(new() { Dscp = 64 }), "0 to 63"),
        ["flow label of 21 bits"] = Argument(c => c.Paths.Configure(new() { FlowLabel = 0x100000 }), "0 to 1,048,575"),
        ["SACK delay 501"] = Argument(c => c.Paths.Configure(new() { SackDelay = Ms(501) }), "SackDelay", "0 to 500"),
        ["SACK delay 501 in the settings"] = Argument(c => c.Settings.Sack = new(Ms(501), 2), "Delay", "0 to 500"),
        ["negative heartbeat"] = Argument(c => c.Paths.Configure(new() { HeartbeatInterval = Ms(-1) }), "HeartbeatInterval"),
        ["negative MTU"] = Argument(c => c.Paths.Configure(new() { Mtu = -1 }), "Mtu"),
        ["RTO out of order"] = Refused(c => c.Settings.RetransmissionTimeouts = new(Ms(500), Ms(800), Ms(300)), "RetransmissionTimeouts", "Min, Initial, Max"),
        ["negative RTO"] = Argument(c => c.Settings.RetransmissionTimeouts = new(Ms(-100), Ms(200), Ms(300)), "Initial"),
        ["fragment too large"] = Refused(c => c.Settings.MaxFragmentSize = 70_000, "MaxFragmentSize", "fit the path MTU"),
        ["negative fragment"] = Argument(c => c.Settings.MaxFragmentSize = -1, "MaxFragmentSize"),
        ["partial delivery over half the buffer"] = Refused(c => c.Settings.PartialDeliveryPoint = 1 << 30, "PartialDeliveryPoint", "half the receive buffer"),
        ["INIT timeout too long"] = Argument(c => c.Settings.Initiation = new(1, 1, 1, Ms(70_000)), "MaxTimeout", "65535"),
        ["reuse after bind"] = Refused(c => c.Settings.ReusePort = true, "ReusePort", "before the socket is bound"),
        ["addresses by themselves on one address"] = Refused(c => c.Settings.AutomaticAddressReconfiguration = true, "AutomaticAddressReconfiguration", "bound to the wildcard"),
        ["negative auto close"] = Argument(c => c.Settings.AutoClose = Ms(-1), "AutoClose"),
        ["unknown reconfigurations"] = Argument(c => c.Settings.AllowedReconfigurations = (SctpReconfigurations)8, "AllowedReconfigurations"),
        ["unknown policy"] = Argument(c => c.Settings.DefaultReliability = new((SctpReliabilityPolicy)9, 1), "policy"),
        ["unknown policy counted"] = Argument(c => c.GetAbandoned((SctpReliabilityPolicy)9), "policy"),
        ["abandoned of no stream"] = Refused(c => c.GetAbandoned(SctpReliabilityPolicy.Lifetime, 5000), "stream 5000"),
        ["unknown scheduler"] = Refused(c => c.Streams.Scheduler = (SctpStreamScheduler)9, "Scheduler"),
        ["value of no stream"] = Refused(c => c.Streams.GetValue(5000), "stream 5000", "does not exist"),
        ["value for no stream"] = Refused(c => c.Streams.SetValue(5000, 1), "stream 5000", "does not exist"),
        ["reset of no stream"] = Refused(c => c.Streams.Reset(SctpStreamDirections.Outbound, [5000]), "the reset of streams", "a stream does not exist"),
        ["reset of no half"] = Argument(c => c.Streams.Reset(SctpStreamDirections.None, []), "inbound or the outbound"),
        ["no stream added"] = new(typeof(ArgumentException), c => c.Streams.Add(0, 0), ["At least one stream"]),
        ["too many streams added"] = Refused(c => c.Streams.Add(65_000, 0), "more streams", "65,535"),
        ["raw: unknown option"] = new(typeof(NotSupportedException), c => c.GetOption(LibCConstants.IPPROTO_SCTP, 199, new byte[4]), ["option 199 of level 132"]),
        ["raw: unknown option set"] = new(typeof(NotSupportedException), c => c.SetOption(LibCConstants.IPPROTO_SCTP, 199, new byte[4]), ["option 199 of level 132"]),
        ["raw: too short"] = Refused(c => c.GetOption(LibCConstants.IPPROTO_SCTP, SctpConstants.SCTP_RTOINFO, new byte[3]), "option 0 of level 132", "size"),
        ["raw: too short set"] = Refused(c => c.SetOption(LibCConstants.IPPROTO_SCTP, SctpConstants.SCTP_RTOINFO, new byte[3]), "option 0 of level 132", "size"),
        ["raw: too long set"] = Refused(c => c.SetOption(LibCConstants.IPPROTO_SCTP, SctpConstants.SCTP_RTOINFO, new byte[100]), "option 0 of level 132", "size"),
        ["raw: empty"] = Refused(c => c.SetOption(LibCConstants.IPPROTO_SCTP, SctpConstants.SCTP_NODELAY, []), "option 3 of level 132"),
        ["raw: other level"] = new(typeof(NotSupportedException), c => c.SetOption(LibCConstants.SOL_SOCKET, 9999, new byte[4]), ["option 9999 of level 1"]),
        ["null address"] = new(typeof(ArgumentNullException), c => c.Paths.Get(null!), ["address"]),
        ["null settings"] = new(typeof(ArgumentNullException), c => c.Paths.Configure(null!), ["settings"]),
        ["null primary"] = new(typeof(ArgumentNullException), c => c.Paths.Primary = null!, ["value"]),
    };

    public static TheoryData<string> Names => [.. s_cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Member_BadInput_NamesItAndTheAssociationWorksOn(string name)
    {
        var (server, client) = await Kernel.PairAsync(Set, o => { Set(o); o.LocalEndPoint = "sctp/127.0.0.1:0"; });
        var (before, beforePath) = (client.Control.GetCapabilities().ToString(), client.Control.Paths.GetSettings());

        AssertRefused(s_cases[name], client.Control);

        Assert.Equal((before, beforePath), (client.Control.GetCapabilities().ToString(), client.Control.Paths.GetSettings()));
        await Exchange.RoundTripAsync(client, server);
        await Exchange.EndAsync(server, client);

        static void Set(SctpAssociationOptions o)
            => (o.AddressReconfiguration, o.Authentication, o.AllowedReconfigurations) = (true, true, SctpReconfigurations.All);
    }

    [Fact]
    public async Task RemoveLocalAddress_NotBound_IsNamed()
    {
        var (server, client) = await Kernel.PairAsync(client: o => o.LocalEndPoint = "sctp/127.0.0.1+127.0.0.3:0");

        AssertRefused(Refused(c => c.Paths.RemoveLocalAddress(IPAddress.Parse("127.0.0.7")), "127.0.0.7", "not bound to it"), client.Control);

        await Exchange.RoundTripAsync(client, server);
        await Exchange.EndAsync(server, client);
    }

    [Fact]
    public async Task AddLocalAddress_WildcardBound_SaysThatItHasAll()
    {
        await using var listener = await Kernel.ListenAsync(SctpEndPoint.Any(0));
        var accept = listener.AcceptAssociationAsync();
        var client = await Kernel.ConnectAsync(SctpEndPoint.Loopback(((SctpEndPoint)listener.EndPoint).Port));
        var server = await accept;

        AssertRefused(Refused(c => c.Paths.AddLocalAddress(IPAddress.Parse("127.0.0.9")), "127.0.0.9", "bound to the wildcard, which is all of them"), server.Control);

        await Exchange.RoundTripAsync(client, server);
        await Exchange.EndAsync(server, client);
    }

    [Fact]
    public async Task RequestPeerPrimary_NotAgreed_SaysWhatBothSidesNeed()
    {
        var (server, client) = await Kernel.PairAsync(o => o.AddressReconfiguration = false);

        AssertRefused(Refused(c => c.Paths.RequestPeerPrimary(IPAddress.Loopback), "both sides need AddressReconfiguration and Authentication"), client.Control);

        await Exchange.EndAsync(server, client);
    }

    [Fact]
    public void Members_FutureAssociations_WhatNeedsOneSaysSo()
    {
        using var socket = new FutureSocket();
        Case[] cases =
        [
            Refused(c => c.GetStatus(), "the status", "no association"),
            Refused(c => c.GetStatistics(), "the statistics", "no association"),
            Refused(c => c.GetAbandoned(SctpReliabilityPolicy.Lifetime), "abandoned", "no association"),
            Refused(c => c.Paths.GetAll(), "RemoteEndPoint", "no association"),
            Refused(c => _ = c.Paths.Primary, "Primary", "no association"),
            Refused(c => c.Paths.RequestPeerPrimary(IPAddress.Loopback), "no association"),
            Refused(c => c.Streams.ResetAssociation(), "the reset of the association", "no association"),
            Refused(c => c.Streams.Add(1, 1), "more streams", "no association"),
            Refused(c => c.Streams.Reset(SctpStreamDirections.Outbound, []), "the reset of streams", "no association"),
            Refused(c => _ = c.Authentication.PeerChunks, "PeerChunks", "no association"),
        ];

        Assert.All(cases, refusal => AssertRefused(refusal, socket.Control));
    }

    private static void AssertRefused(Case refusal, SctpControl control)
    {
        var error = Assert.Throws(refusal.Type, () => refusal.Do(control));

        Assert.All(refusal.Named, text => Assert.Contains(text, error.Message, StringComparison.Ordinal));
    }

    private static Case Refused(Action<SctpControl> action, params string[] named) => new(typeof(SctpException), action, named);

    private static Case Argument(Action<SctpControl> action, params string[] named) => new(typeof(ArgumentOutOfRangeException), action, named);

    private static TimeSpan Ms(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    private sealed record Case(Type Type, Action<SctpControl> Do, string[] Named);
}
