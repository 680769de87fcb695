using SctpConnections.Linux.Tests.Support;

namespace SctpConnections.Linux.Tests.Control;

/// <summary>Each protocol option takes effect on the accepted association as on the client's.</summary>
public sealed class AppliedOptionsTests
{
    private static readonly Dictionary<string, Case> s_cases = new()
    {
        [nameof(SctpAssociationOptions.NoDelay)] = new(o => o.NoDelay = false, c => c.Settings.NoDelay, false),
        [nameof(SctpAssociationOptions.MaxInitAttempts)] = new(o => o.MaxInitAttempts = 3, c => c.Settings.Initiation.MaxAttempts, (ushort)3),
        [nameof(SctpAssociationOptions.MaxInitTimeout)] = new(o => o.MaxInitTimeout = Ms(4000), c => c.Settings.Initiation.MaxTimeout, Ms(4000)),
        [nameof(SctpAssociationOptions.RtoInitial)] = new(o => o.RtoInitial = Ms(1500), c => c.Settings.RetransmissionTimeouts.Initial, Ms(1500)),
        [nameof(SctpAssociationOptions.RtoMin)] = new(o => o.RtoMin = Ms(250), c => c.Settings.RetransmissionTimeouts.Min, Ms(250)),
        [nameof(SctpAssociationOptions.RtoMax)] = new(o => o.RtoMax = Ms(9000), c => c.Settings.RetransmissionTimeouts.Max, Ms(9000)),
        [nameof(SctpAssociationOptions.HeartbeatInterval)] = new(o => o.HeartbeatInterval = Ms(1230), c => c.Paths.GetSettings().HeartbeatInterval, Ms(1230)),
        [nameof(SctpAssociationOptions.PathMaxRetransmissions)] = new(o => o.PathMaxRetransmissions = 4, c => c.Paths.GetSettings().MaxRetransmissions, (ushort)4),
        [nameof(SctpAssociationOptions.AssociationMaxRetransmissions)] =
            new(o => o.AssociationMaxRetransmissions = 7, c => c.Settings.AssociationMaxRetransmissions, (ushort)7),
        [nameof(SctpAssociationOptions.PathMtu)] = new(o => o.PathMtu = 1200, c => c.Paths.GetSettings().Mtu, 1200),
        [nameof(SctpAssociationOptions.SackDelay)] = new(o => o.SackDelay = Ms(50), c => c.Settings.Sack.Delay, Ms(50)),
        [nameof(SctpAssociationOptions.SackFrequency)] = new(o => o.SackFrequency = 3, c => c.Settings.Sack.Frequency, 3u),
        [nameof(SctpAssociationOptions.CookieLifetime)] = new(o => o.CookieLifetime = Ms(12_340), c => c.Settings.CookieLifetime, Ms(12_340)),
        [nameof(SctpAssociationOptions.DisableFragments)] = new(o => o.DisableFragments = true, c => c.Settings.DisableFragments, true),
        [nameof(SctpAssociationOptions.MaxFragmentSize)] = new(o => o.MaxFragmentSize = 700, c => c.Settings.MaxFragmentSize, 700),
        [nameof(SctpAssociationOptions.MaxBurst)] = new(o => o.MaxBurst = 8, c => c.Settings.MaxBurst, 8u),
        [nameof(SctpAssociationOptions.FragmentInterleave)] = new(o => o.FragmentInterleave = true, c => c.Settings.FragmentInterleave, true),
        [nameof(SctpAssociationOptions.PartialDeliveryPoint)] = new(o => o.PartialDeliveryPoint = 50_000, c => c.Settings.PartialDeliveryPoint, 50_000u),
        [nameof(SctpAssociationOptions.PartialReliability)] = new(o => o.PartialReliability = false, c => c.Settings.PartialReliability, false),
        [nameof(SctpAssociationOptions.AllowedReconfigurations)] =
            new(o => o.AllowedReconfigurations = SctpReconfigurations.AddStreams, c => c.Settings.AllowedReconfigurations, SctpReconfigurations.AddStreams),
        [nameof(SctpAssociationOptions.MessageInterleaving)] =
            new(o => (o.MessageInterleaving, o.FragmentInterleave) = (true, true), c => c.Settings.MessageInterleaving, true),
        [nameof(SctpAssociationOptions.AddressReconfiguration)] = new(o => o.AddressReconfiguration = false, c => c.Settings.AddressReconfiguration, false),
        [nameof(SctpAssociationOptions.Authentication)] = new(o => o.Authentication = false, c => c.Settings.Authentication, false),
        [nameof(SctpAssociationOptions.AuthenticatedChunks)] = new(o => o.AuthenticatedChunks = [0, 3], c => c.Authentication.LocalChunks.Count(t => t is 0 or 3), 2),
        [nameof(SctpAssociationOptions.AuthenticationKeys)] = new(Keys, c => Deletes(c, 5), true),
        [nameof(SctpAssociationOptions.ActiveAuthenticationKeyId)] = new(Keys, c => c.Authentication.ActiveKeyId, (ushort)4),
        [nameof(SctpAssociationOptions.ExplicitCongestionNotification)] =
            new(o => o.ExplicitCongestionNotification = false, c => c.Settings.ExplicitCongestionNotification, false),
        [nameof(SctpAssociationOptions.ExposePotentiallyFailed)] = new(o => o.ExposePotentiallyFailed = true, c => c.Settings.ExposePotentiallyFailed, true),
        [nameof(SctpAssociationOptions.PotentiallyFailedThreshold)] =
            new(o => o.PotentiallyFailedThreshold = 2, c => c.Paths.GetSettings().PotentiallyFailedThreshold, (ushort)2),
        [nameof(SctpAssociationOptions.PrimarySwitchoverThreshold)] =
            new(o => o.PrimarySwitchoverThreshold = 6, c => c.Paths.GetSettings().PrimarySwitchoverThreshold, (ushort)6),
        [nameof(SctpAssociationOptions.Dscp)] = new(o => o.Dscp = 46, c => c.Paths.GetAll().Select(p => c.Paths.GetSettings(p.Address).Dscp).Single(), (byte)46),
        [nameof(SctpAssociationOptions.MtuProbeInterval)] = new(o => o.MtuProbeInterval = Ms(7000), c => c.Paths.GetSettings().MtuProbeInterval, Ms(7000)),
        [nameof(SctpAssociationOptions.StreamScheduler)] =
            new(o => o.StreamScheduler = SctpStreamScheduler.RoundRobin, c => c.Streams.Scheduler, SctpStreamScheduler.RoundRobin),
        [nameof(SctpAssociationOptions.AdaptationIndication)] = new(o => o.AdaptationIndication = 77, c => c.Settings.AdaptationIndication, 77u),
        [nameof(SctpAssociationOptions.ReusePort)] = new(o => o.ReusePort = true, c => c.Settings.ReusePort, true),
    };

    // Tested elsewhere, or not of the provider: limits and policies of the engine.
    private static readonly string[] s_elsewhere =
    [
        nameof(SctpAssociationOptions.OutboundStreams), nameof(SctpAssociationOptions.InboundStreams), nameof(SctpAssociationOptions.DefaultStreamId),
        nameof(SctpAssociationOptions.ReceiveBufferSize), nameof(SctpAssociationOptions.SendBufferSize), nameof(SctpAssociationOptions.FlowLabel),
        nameof(SctpAssociationOptions.UdpEncapsulationPort), nameof(SctpAssociationOptions.AddressPolicy), nameof(SctpAssociationOptions.AutomaticAddressReconfiguration),
        nameof(SctpAssociationOptions.NotifySenderDry), nameof(SctpAssociationOptions.HmacAlgorithms),
    ];

    private static readonly string[] s_engine =
    [
        "MaxMessageSize", "OversizedMessagePolicy", "ByteStreamMessageSize", "ReceiveLimit", "StreamReceiveLimit", "StreamLimitPolicy", "UnreadStreamPolicy",
        "SendQueueLimit", "NotificationLimit", "ObservePaths", "ShutdownTimeout", "UnsafePreferInlineScheduling", "TimeProvider",
    ];

    public static TheoryData<string> Names => [.. s_cases.Keys];

    [Fact]
    public void Cases_EveryOption_IsThere()
        => Assert.Empty(typeof(SctpAssociationOptions).GetProperties().Select(p => p.Name).Except([.. s_cases.Keys, .. s_elsewhere, .. s_engine]));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Option_Set_IsWhatBothEndsUse(string name)
    {
        var (configure, read, expected) = s_cases[name];
        if (name is not (nameof(SctpAssociationOptions.AuthenticationKeys) or nameof(SctpAssociationOptions.AuthenticatedChunks)))
        {
            var (plainServer, plainClient) = await Kernel.PairAsync();
            Assert.NotEqual(expected, read(plainClient.Control));
            await Exchange.EndAsync(plainServer, plainClient);
        }

        var (server, client) = await Kernel.PairAsync(configure, configure);

        await Exchange.RoundTripAsync(client, server);
        Assert.All([server, client], end => Assert.Equal(expected, read(end.Control)));
        await Exchange.EndAsync(server, client);
    }

    [Fact]
    public async Task FlowLabel_OnIPv6_IsWhatBothEndsUse()
    {
        static void Set(SctpAssociationOptions options) => options.FlowLabel = 0xBEEF;
        var (server, client) = await Kernel.PairAsync(Set, Set, SctpEndPoint.Parse("sctp/[::1]:0"));

        Assert.All([server, client], end => Assert.Equal(0xBEEFu, end.Control.Paths.GetSettings(System.Net.IPAddress.IPv6Loopback).FlowLabel));
        await Exchange.RoundTripAsync(client, server);
        await Exchange.EndAsync(server, client);
    }

    private static void Keys(SctpAssociationOptions options)
    {
        options.Authentication = true;
        options.AuthenticationKeys.Add(new SctpKey(4, [1, 2, 3]));
        options.AuthenticationKeys.Add(new SctpKey(5, [4, 5, 6]));
        options.ActiveAuthenticationKeyId = 4;
    }

    // Keys cannot be read; one that is there can be deleted.
    private static bool Deletes(SctpControl control, ushort id)
    {
        control.Authentication.DeleteKey(id);
        return true;
    }

    private static TimeSpan Ms(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    private sealed record Case(Action<SctpAssociationOptions> Configure, Func<SctpControl, object?> Read, object Expected);
}
