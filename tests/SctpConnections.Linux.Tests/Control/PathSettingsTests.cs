using System.Net;
using SctpConnections.Linux.Tests.Support;

namespace SctpConnections.Linux.Tests.Control;

/// <summary>Every setting of a path: on one path, on all of an association, and as what future associations get.</summary>
public sealed class PathSettingsTests
{
    private static readonly SctpEndPoint s_two = SctpEndPoint.Parse("sctp/127.0.0.1+127.0.0.2:0");

    // FlowLabel, which only IPv6 has, has tests of its own.
    private static readonly Dictionary<string, SctpPathSettings> s_cases = new()
    {
        [nameof(SctpPathSettings.HeartbeatInterval)] = new() { HeartbeatInterval = Ms(4560) },
        [nameof(SctpPathSettings.MaxRetransmissions)] = new() { MaxRetransmissions = 9 },
        [nameof(SctpPathSettings.MtuDiscovery)] = new() { MtuDiscovery = false },
        [nameof(SctpPathSettings.Mtu)] = new() { Mtu = 1200 },
        [nameof(SctpPathSettings.SackDelay)] = new() { SackDelay = Ms(130) },
        [nameof(SctpPathSettings.Dscp)] = new() { Dscp = 46 },
        [nameof(SctpPathSettings.PotentiallyFailedThreshold)] = new() { PotentiallyFailedThreshold = 3 },
        [nameof(SctpPathSettings.PrimarySwitchoverThreshold)] = new() { PrimarySwitchoverThreshold = 7 },
        [nameof(SctpPathSettings.UdpEncapsulationPort)] = new() { UdpEncapsulationPort = 9899 },
        [nameof(SctpPathSettings.MtuProbeInterval)] = new() { MtuProbeInterval = Ms(6000) },
    };

    public static TheoryData<string> Names => [.. s_cases.Keys];

    [Fact]
    public void Cases_EverySetting_IsThere()
        => Assert.Equal(typeof(SctpPathSettings).GetProperties().Select(p => p.Name).Order(), s_cases.Keys.Append(nameof(SctpPathSettings.FlowLabel)).Order());

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Configure_OnePath_ReadsBackThereAndOnNoOther(string name)
    {
        var (server, client) = await Kernel.PairAsync(endPoint: s_two);
        var paths = client.Control.Paths;
        var (first, second) = (IPAddress.Parse("127.0.0.1"), IPAddress.Parse("127.0.0.2"));
        var before = paths.GetSettings(first);
        var set = s_cases[name];
        Assert.NotEqual(Value(set, name), Value(paths.GetSettings(second), name));

        paths.Configure(set, second);

        Assert.Equal(Value(set, name), Value(paths.GetSettings(second), name));
        Assert.Equal(before, paths.GetSettings(first));
        await Exchange.RoundTripAsync(client, server);
        await Exchange.EndAsync(server, client);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Configure_AllPaths_ReadsBackOnEachAndAsWhatNewOnesGet(string name)
    {
        var (server, client) = await Kernel.PairAsync(endPoint: s_two);
        foreach (var end in (SctpAssociation[])[server, client])
        {
            var paths = end.Control.Paths;
            var before = paths.GetSettings();

            paths.Configure(s_cases[name]);

            Assert.All([.. paths.GetAll().Select(path => path.Address), null], address => Assert.Equal(Value(s_cases[name], name), Value(paths.GetSettings(address), name)));
            // Nothing would come through with the wrong port.
            paths.Configure(new() { UdpEncapsulationPort = before.UdpEncapsulationPort });
        }
        await Exchange.RoundTripAsync(client, server);
        await Exchange.EndAsync(server, client);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Configure_FutureAssociations_ReadsBackAndLeavesTheOthers(string name)
    {
        using var socket = new FutureSocket();
        var before = socket.Control.Paths.GetSettings();
        // A fixed MTU is one that is not discovered.
        string[] changed = name == nameof(SctpPathSettings.Mtu) ? [name, nameof(SctpPathSettings.MtuDiscovery)] : [name];

        socket.Control.Paths.Configure(s_cases[name]);

        var after = socket.Control.Paths.GetSettings();
        Assert.Equal(Value(s_cases[name], name), Value(after, name));
        Assert.All(s_cases.Keys.Except(changed), other => Assert.Equal(Value(before, other), Value(after, other)));
    }

    [Fact]
    public async Task Configure_ZeroIntervals_TurnThemOff()
    {
        var (server, client) = await Kernel.PairAsync();
        var paths = client.Control.Paths;
        paths.Configure(new() { MtuProbeInterval = Ms(5000) });

        paths.Configure(new() { HeartbeatInterval = TimeSpan.Zero, SackDelay = TimeSpan.Zero, MtuProbeInterval = TimeSpan.Zero });

        foreach (var settings in (SctpPathSettings[])[paths.GetSettings(), paths.GetSettings(IPAddress.Loopback)])
        {
            Assert.Equal((TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero), (settings.HeartbeatInterval, settings.SackDelay, settings.MtuProbeInterval));
        }
        Assert.Equal(new SctpSackSettings(TimeSpan.Zero, 1), client.Control.Settings.Sack);
        await Exchange.RoundTripAsync(client, server);
        await Exchange.EndAsync(server, client);
    }

    [Fact]
    public async Task Configure_FlowLabelOnIPv6_ReadsBackOnThePathAndForAll()
    {
        var (server, client) = await Kernel.PairAsync(endPoint: SctpEndPoint.Parse("sctp/[::1]:0"));
        var paths = client.Control.Paths;
        Assert.Null(paths.GetSettings(IPAddress.IPv6Loopback).FlowLabel);

        paths.Configure(new() { FlowLabel = 0xABCDE }, IPAddress.IPv6Loopback);
        Assert.Equal(0xABCDEu, paths.GetSettings(IPAddress.IPv6Loopback).FlowLabel);
        paths.Configure(new() { FlowLabel = 0x12345 });

        Assert.Equal(0x12345u, paths.GetSettings(IPAddress.IPv6Loopback).FlowLabel);
        Assert.Equal(0x12345u, paths.GetSettings().FlowLabel);
        await Exchange.RoundTripAsync(client, server);
        await Exchange.EndAsync(server, client);
    }

    [Fact]
    public async Task Configure_Nothing_ChangesNothing()
    {
        var (server, client) = await Kernel.PairAsync();
        var before = client.Control.Paths.GetSettings();

        client.Control.Paths.Configure(new());

        Assert.Equal(before, client.Control.Paths.GetSettings());
        await Exchange.EndAsync(server, client);
    }

    private static object? Value(SctpPathSettings settings, string name) => typeof(SctpPathSettings).GetProperty(name)!.GetValue(settings);

    private static TimeSpan Ms(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);
}
