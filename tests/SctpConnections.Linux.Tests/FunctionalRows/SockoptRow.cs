using System.Net;
using System.Runtime.InteropServices;
using SctpConnections.Linux.Interop;
using SctpConnections.Linux.Tests.Support;
using SctpConnections.Notifications;
using SctpConnections.TestShared;
using static SctpConnections.Linux.Tests.Support.ManySocket;

namespace SctpConnections.Linux.Tests.FunctionalRows;

/// <summary>
/// lksctp sockopt, one-to-many: STATUS, EVENTS, the error matrix of PEER_ADDR_PARAMS, and options of one association, which must not
/// touch another; nor can those of the whole socket be set through one. INITMSG: SettingsTests, OneToOneSockoptRow. Ids that are none: BasicRow.
/// </summary>
public sealed class SockoptRow
{
    private const int Sctp = LibCConstants.IPPROTO_SCTP;

    [Fact]
    public async Task Status_NoAssociationOrOneThatEnded_SaysSo()
    {
        var (server, _, client, clientId) = await PairAsync();
        var control = client.GetControl(clientId);
        Assert.Equal((clientId, SctpAssociationState.Established, 64, 64), control.GetStatus() is var status
            ? (status.AssociationId, status.State, status.InboundStreams, status.OutboundStreams) : default);

        var future = Assert.Throws<SctpException>(() => client.Control.GetStatus());
        var statistics = Assert.Throws<SctpException>(() => client.Control.GetStatistics());
        var heartbeat = Assert.Throws<SctpException>(() => client.Control.Paths.RequestHeartbeat());
        client.Abort(clientId);
        var ended = Assert.Throws<SctpException>(() => control.GetStatus());
        var setting = Assert.Throws<SctpException>(() => control.Settings.MaxBurst = 3);

        Assert.All([future, statistics, heartbeat], error => Assert.Contains("the socket has no association", error.Message, StringComparison.Ordinal));
        Assert.All([ended, setting], error => Assert.Contains("the association has ended", error.Message, StringComparison.Ordinal));
        await EndAsync(server, client);
    }

    [Fact]
    public async Task Events_TurnedOffForOneAssociation_StillComeForTheOther()
    {
        await using var server = Open();
        await using var first = Open();
        await using var second = Open();
        var firstId = await first.ConnectAsync(server.LocalEndPoint).Bounded();
        var silenced = await server.AcceptAsync();
        var secondId = await second.ConnectAsync(server.LocalEndPoint).Bounded();
        var other = await server.AcceptAsync();
        var off = new sctp_event { se_assoc_id = silenced, se_type = SctpConstants.SCTP_SHUTDOWN_EVENT };
        server.GetControl(silenced).SetOption(Sctp, SctpConstants.SCTP_EVENT, MemoryMarshal.AsBytes(new ReadOnlySpan<sctp_event>(in off)));

        await first.ShutdownAsync(firstId).Bounded();
        await second.ShutdownAsync(secondId).Bounded();

        var told = new List<int>();
        await server.ReceiveUntilAsync(item =>
        {
            if (item.Notification is SctpShutdownNotification)
            {
                told.Add(item.AssociationId);
            }
            return item.AssociationId == other && item.Notification is SctpAssociationChangeNotification { State: SctpAssociationChange.ShutdownComplete };
        });
        Assert.Equal([other], told);
        await EndAsync(server, first, second);
    }

    [Fact]
    public async Task PathSettings_ErrorMatrix_EachIsNamedAndChangesNothing()
    {
        var (server, _, client, clientId) = await PairAsync();
        var paths = client.GetControl(clientId).Paths;
        var before = paths.GetSettings(IPAddress.Loopback);
        var heartbeat = new SctpPathSettings { HeartbeatInterval = TimeSpan.FromSeconds(7) };

        Refuse<SctpException>(() => paths.Configure(heartbeat, IPAddress.Parse("127.0.0.9")), "127.0.0.9");
        Refuse<SctpException>(() => paths.RequestHeartbeat(IPAddress.Parse("127.0.0.9")), "127.0.0.9");
        Refuse<SctpException>(() => paths.GetSettings(IPAddress.Parse("127.0.0.9")), "127.0.0.9");
        Refuse<SctpException>(() => paths.Configure(new SctpPathSettings { Mtu = 500 }, IPAddress.Loopback), "127.0.0.1");
        Refuse<ArgumentOutOfRangeException>(() => paths.Configure(new SctpPathSettings { SackDelay = TimeSpan.FromMilliseconds(501) }), "SackDelay");
        Refuse<ArgumentOutOfRangeException>(() => paths.Configure(new SctpPathSettings { HeartbeatInterval = TimeSpan.FromMilliseconds(-1) }), "HeartbeatInterval");
        Refuse<ArgumentOutOfRangeException>(() => paths.Configure(new SctpPathSettings { Dscp = 64 }), "Dscp");
        Refuse<ArgumentOutOfRangeException>(() => paths.Configure(new SctpPathSettings { FlowLabel = 1 << 20 }), "FlowLabel");
        // Both on and off can only be said in the system's own words.
        foreach (var flags in (int[])
        [
            SctpConstants.SPP_HB_ENABLE | SctpConstants.SPP_HB_DISABLE, SctpConstants.SPP_PMTUD_ENABLE | SctpConstants.SPP_PMTUD_DISABLE,
            SctpConstants.SPP_SACKDELAY_ENABLE | SctpConstants.SPP_SACKDELAY_DISABLE,
        ])
        {
            var value = new sctp_paddrparams { spp_assoc_id = clientId, spp_flags = (uint)flags };
            Refuse<SctpException>(() => client.GetControl(clientId).SetOption(Sctp, SctpConstants.SCTP_PEER_ADDR_PARAMS, MemoryMarshal.AsBytes(new ReadOnlySpan<sctp_paddrparams>(in value))), "option 9 of level 132");
        }

        Assert.Equal(before, paths.GetSettings(IPAddress.Loopback));
        paths.Configure(heartbeat, IPAddress.Loopback);
        Assert.Equal(before with { HeartbeatInterval = TimeSpan.FromSeconds(7) }, paths.GetSettings(IPAddress.Loopback));
        await EndAsync(server, client);

        static void Refuse<T>(Action action, string name)
            where T : Exception
            => Assert.Contains(name, Assert.Throws<T>(action).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Options_OfOneAssociation_TouchNeitherAnotherNorThoseToCome()
    {
        await using var server = Open(Allow);
        await using var first = Open(Allow);
        await using var second = Open(Allow);
        await using var third = Open(Allow);
        await first.ConnectAsync(server.LocalEndPoint).Bounded();
        var changed = server.GetControl(await server.AcceptAsync());
        await second.ConnectAsync(server.LocalEndPoint).Bounded();
        var other = server.GetControl(await server.AcceptAsync());
        var (otherBefore, futureBefore, changedBefore) = (Read(other), Read(server.Control), Read(changed));

        changed.Settings.RetransmissionTimeouts = new(Ms(700), Ms(300), Ms(9000));
        changed.Settings.AssociationMaxRetransmissions = 4;
        changed.Settings.CookieLifetime = Ms(33_000);
        changed.Settings.MaxFragmentSize = 800;
        changed.Settings.Sack = new(Ms(120), 5);
        changed.Settings.MaxBurst = 9;
        changed.Settings.ReceiveContext = 4711;
        changed.Settings.DefaultSend = new(3, PayloadProtocolIdentifier.M3ua, true, 99);
        changed.Settings.DefaultReliability = new(SctpReliabilityPolicy.Retransmissions, 2);
        changed.Settings.AllowedReconfigurations = SctpReconfigurations.AddStreams;
        changed.Streams.Scheduler = SctpStreamScheduler.Priority;
        changed.Paths.Configure(new SctpPathSettings { HeartbeatInterval = Ms(1230), MaxRetransmissions = 3 });

        var now = Read(changed);
        Assert.Equal(
            (Ms(700), (ushort)4, Ms(33_000), 800, new SctpSackSettings(Ms(120), 5), 9u), (now.Timeouts.Initial, now.Retransmissions, now.Cookie, now.Fragment, now.Sack, now.Burst));
        Assert.Equal(
            (4711u, new SctpDefaultSend(3, PayloadProtocolIdentifier.M3ua, true, 99), new SctpReliability(SctpReliabilityPolicy.Retransmissions, 2)), (now.Context, now.Send, now.Reliability));
        Assert.Equal(
            (SctpReconfigurations.AddStreams, SctpStreamScheduler.Priority, Ms(1230)), (now.Allowed, now.Scheduler, now.Heartbeat));
        Assert.NotEqual(changedBefore, now);
        Assert.Equal(otherBefore, Read(other));
        Assert.Equal(futureBefore, Read(server.Control));
        await third.ConnectAsync(server.LocalEndPoint).Bounded();
        Assert.Equal(otherBefore, Read(server.GetControl(await server.AcceptAsync())));
        await EndAsync(server, first, second, third);
    }

    [Fact]
    public async Task Options_OfTheSocket_ConcernAssociationsToCome()
    {
        await using var server = Open();
        await using var first = Open();
        await using var second = Open();
        await first.ConnectAsync(server.LocalEndPoint).Bounded();
        var old = server.GetControl(await server.AcceptAsync());
        var before = Read(old);

        server.Control.Settings.Sack = new(Ms(120), 5);
        server.Control.Settings.DefaultSend = new(3, PayloadProtocolIdentifier.M3ua, true, 99);
        server.Control.Settings.RetransmissionTimeouts = new(Ms(700), Ms(300), Ms(9000));
        server.Control.Paths.Configure(new SctpPathSettings { HeartbeatInterval = Ms(1230) });

        Assert.Equal(before, Read(old));
        await second.ConnectAsync(server.LocalEndPoint).Bounded();
        Assert.Equal(
            before with
            {
                Sack = new(Ms(120), 5),
                Send = new(3, PayloadProtocolIdentifier.M3ua, true, 99),
                Timeouts = new(Ms(700), Ms(300), Ms(9000)),
                Heartbeat = Ms(1230),
            },
            Read(server.GetControl(await server.AcceptAsync())));
        await EndAsync(server, first, second);
    }

    [Fact]
    public async Task Settings_OfTheWholeSocket_AreReadButNotSetThroughOneAssociation()
    {
        var (server, serverId, client, clientId) = await PairAsync();
        var one = client.GetControl(clientId).Settings;
        var all = client.Control.Settings;
        var before = ReadShared(all);
        Assert.Equal(before, ReadShared(one));

        Refuse(() => one.NoDelay = !one.NoDelay, nameof(one.NoDelay));
        Refuse(() => one.DisableFragments = true, nameof(one.DisableFragments));
        Refuse(() => one.FragmentInterleave = !one.FragmentInterleave, nameof(one.FragmentInterleave));
        Refuse(() => one.PartialDeliveryPoint = 4000, nameof(one.PartialDeliveryPoint));
        Refuse(() => one.AdaptationIndication = 77, nameof(one.AdaptationIndication));
        Refuse(() => one.MapIPv4Addresses = !one.MapIPv4Addresses, nameof(one.MapIPv4Addresses));
        Assert.Equal(before, ReadShared(all));

        SetShared(all, before);
        var expected = (!before.NoDelay, true, !before.Interleave, 4000u, 77u, !before.Map);
        Assert.Equal(expected, ReadShared(all));
        Assert.Equal(expected, ReadShared(one));
        // One that was peeled off has a socket of its own.
        var peeled = server.PeelOff(serverId);
        var own = ReadShared(peeled.Control.Settings);
        SetShared(peeled.Control.Settings, own);
        Assert.Equal((!own.NoDelay, true, !own.Interleave, 4000u, 77u, !own.Map), ReadShared(peeled.Control.Settings));
        await EndAsync(peeled, server, client);

        static void Refuse(Action set, string name)
        {
            var error = Assert.Throws<SctpException>(set);
            Assert.StartsWith(name, error.Message, StringComparison.Ordinal);
            Assert.Contains("SctpOneToManySocket.Control", error.Message, StringComparison.Ordinal);
        }
    }

    private static void Allow(SctpOneToManyOptions options) => options.AllowedReconfigurations = SctpReconfigurations.All;

    private static (bool NoDelay, bool Disable, bool Interleave, uint Point, uint Adaptation, bool Map) ReadShared(SctpSettings settings)
        => (settings.NoDelay, settings.DisableFragments, settings.FragmentInterleave, settings.PartialDeliveryPoint, settings.AdaptationIndication, settings.MapIPv4Addresses);

    private static void SetShared(SctpSettings settings, (bool NoDelay, bool Disable, bool Interleave, uint Point, uint Adaptation, bool Map) before)
        => (settings.NoDelay, settings.DisableFragments, settings.FragmentInterleave, settings.PartialDeliveryPoint, settings.AdaptationIndication, settings.MapIPv4Addresses)
            = (!before.NoDelay, true, !before.Interleave, 4000, 77, !before.Map);

    private static TimeSpan Ms(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    private static Values Read(SctpControl control) => new(
        control.Settings.RetransmissionTimeouts, control.Settings.AssociationMaxRetransmissions, control.Settings.CookieLifetime, control.Settings.MaxFragmentSize,
        control.Settings.Sack, control.Settings.MaxBurst, control.Settings.ReceiveContext, control.Settings.DefaultSend, control.Settings.DefaultReliability,
        control.Settings.AllowedReconfigurations, control.Streams.Scheduler, control.Paths.GetSettings().HeartbeatInterval, control.Paths.GetSettings().MaxRetransmissions);

    private sealed record Values(
        SctpRetransmissionTimeouts Timeouts, ushort Retransmissions, TimeSpan Cookie, int Fragment, SctpSackSettings Sack, uint Burst, uint Context,
        SctpDefaultSend Send, SctpReliability Reliability, SctpReconfigurations Allowed, SctpStreamScheduler Scheduler, TimeSpan? Heartbeat, ushort? PathRetransmissions);
}
