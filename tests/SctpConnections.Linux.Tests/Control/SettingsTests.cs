using Microsoft.AspNetCore.Connections;
using SctpConnections.Linux.Internal;
using SctpConnections.Linux.Tests.Support;
using SctpConnections.TestShared;

namespace SctpConnections.Linux.Tests.Control;

/// <summary>Every protocol setting: set on a living association, read back, and seen by the kernel.</summary>
public sealed class SettingsTests
{
    [Fact]
    public async Task RetransmissionTimeouts_Set_ReadBack()
    {
        await RoundTripAsync(s => s.RetransmissionTimeouts, (s, v) => s.RetransmissionTimeouts = v, new(Ms(700), Ms(300), Ms(9000)));
    }

    [Fact]
    public async Task AssociationMaxRetransmissions_Set_ReadBack()
        => await RoundTripAsync(s => s.AssociationMaxRetransmissions, (s, v) => s.AssociationMaxRetransmissions = v, (ushort)4);

    [Fact]
    public async Task CookieLifetime_Set_ReadBack() => await RoundTripAsync(s => s.CookieLifetime, (s, v) => s.CookieLifetime = v, Ms(33_000));

    [Fact]
    public async Task Initiation_Set_ReadBack() => await RoundTripAsync(s => s.Initiation, (s, v) => s.Initiation = v, new(7, 9, 5, Ms(4500)));

    [Fact]
    public async Task NoDelay_Set_ReadBack() => await RoundTripAsync(s => s.NoDelay, (s, v) => s.NoDelay = v, false);

    [Fact]
    public async Task AdaptationIndication_Set_ReadBack() => await RoundTripAsync(s => s.AdaptationIndication, (s, v) => s.AdaptationIndication = v, 0xFEEDBEEFu);

    [Fact]
    public async Task DisableFragments_Set_ReadBack() => await RoundTripAsync(s => s.DisableFragments, (s, v) => s.DisableFragments = v, true);

    [Fact]
    public async Task MapIPv4Addresses_Set_ReadBack() => await RoundTripAsync(s => s.MapIPv4Addresses, (s, v) => s.MapIPv4Addresses = v, false);

    [Fact]
    public async Task MaxFragmentSize_Set_ReadBack() => await RoundTripAsync(s => s.MaxFragmentSize, (s, v) => s.MaxFragmentSize = v, 800);

    [Fact]
    public async Task Sack_Set_ReadBack() => await RoundTripAsync(s => s.Sack, (s, v) => s.Sack = v, new(Ms(120), 5));

    [Fact]
    public async Task Sack_ZeroDelay_AcknowledgesEachPacket()
        => await RoundTripAsync(s => s.Sack, (s, v) => s.Sack = v, new(TimeSpan.Zero, 1));

    [Fact]
    public void Sack_AllZero_AcknowledgesEachPacket()
    {
        using var socket = new FutureSocket();

        socket.Control.Settings.Sack = default;

        Assert.Equal(new SctpSackSettings(TimeSpan.Zero, 1), socket.Control.Settings.Sack);
    }

    [Fact]
    public void Sack_OneOfTheTwo_LeavesTheOther()
    {
        using var socket = new FutureSocket();

        socket.Control.Settings.Sack = new(Ms(100), 0);
        Assert.Equal(new SctpSackSettings(Ms(100), 2), socket.Control.Settings.Sack);
        socket.Control.Settings.Sack = new(TimeSpan.Zero, 7);

        Assert.Equal(new SctpSackSettings(Ms(100), 7), socket.Control.Settings.Sack);
    }

    [Fact]
    public void AutomaticAddressReconfiguration_BoundToTheWildcard_ReadsBack()
    {
        using var socket = new FutureSocket();
        KernelSocket.Bind(socket.Handle, SctpEndPoint.Any(0), new SctpAssociationOptions());
        Assert.False(socket.Control.Settings.AutomaticAddressReconfiguration);

        socket.Control.Settings.AutomaticAddressReconfiguration = true;

        Assert.True(socket.Control.Settings.AutomaticAddressReconfiguration);
    }

    [Fact]
    public void AutoClose_OneToOneSocket_SaysThatOnlyOthersHaveIt()
    {
        using var socket = new FutureSocket();

        var get = Assert.Throws<SctpException>(() => socket.Control.Settings.AutoClose);
        var set = Assert.Throws<SctpException>(() => socket.Control.Settings.AutoClose = TimeSpan.FromSeconds(5));

        Assert.All([get, set], e => Assert.Contains("AutoClose (SCTP option 4): EOPNOTSUPP", e.Message, StringComparison.Ordinal));
        Assert.All([get, set], e => Assert.EndsWith("only one-to-many sockets close by themselves.", e.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task ReusePort_TwoListenersOnOnePort_BothListenAndEachEndOfOneAssociation()
    {
        await using var first = await Kernel.ListenAsync(configure: o => o.ReusePort = true);
        await using var second = await Kernel.ListenAsync((SctpEndPoint)first.EndPoint, o => o.ReusePort = true);
        Assert.Equal(first.EndPoint, second.EndPoint);
        Task<SctpAssociation>[] accepts = [first.AcceptAssociationAsync(), second.AcceptAssociationAsync()];

        var client = await Kernel.ConnectAsync(first.EndPoint);

        var server = await await Task.WhenAny(accepts).Bounded();
        await Exchange.RoundTripAsync(client, server);
        await Exchange.EndAsync(server, client);
    }

    [Fact]
    public async Task ReusePort_OnlyOneOfThemHasIt_TheOtherIsRefused()
    {
        await using var first = await Kernel.ListenAsync(configure: o => o.ReusePort = true);

        await Assert.ThrowsAsync<AddressInUseException>(() => Kernel.ListenAsync((SctpEndPoint)first.EndPoint));
    }

    [Fact]
    public async Task FragmentInterleave_Set_ReadBack() => await RoundTripAsync(s => s.FragmentInterleave, (s, v) => s.FragmentInterleave = v, true);

    [Fact]
    public async Task PartialDeliveryPoint_Set_ReadBack() => await RoundTripAsync(s => s.PartialDeliveryPoint, (s, v) => s.PartialDeliveryPoint = v, 65_000u);

    [Fact]
    public async Task MaxBurst_Set_ReadBack() => await RoundTripAsync(s => s.MaxBurst, (s, v) => s.MaxBurst = v, 9u);

    [Fact]
    public async Task ReceiveContext_Set_ReadBack() => await RoundTripAsync(s => s.ReceiveContext, (s, v) => s.ReceiveContext = v, 4711u);

    [Fact]
    public async Task DefaultSend_Set_ReadBack() => await RoundTripAsync(s => s.DefaultSend, (s, v) => s.DefaultSend = v, new(3, PayloadProtocolIdentifier.M3ua, true, 99));

    [Fact]
    public async Task DefaultReliability_Set_ReadBack()
        => await RoundTripAsync(s => s.DefaultReliability, (s, v) => s.DefaultReliability = v, new(SctpReliabilityPolicy.Retransmissions, 2));

    [Fact]
    public async Task AllowedReconfigurations_Set_ReadBack()
        => await RoundTripAsync(s => s.AllowedReconfigurations, (s, v) => s.AllowedReconfigurations = v, SctpReconfigurations.ResetStreams | SctpReconfigurations.AddStreams);

    [Fact]
    public async Task ExposePotentiallyFailed_Set_ReadBack() => await RoundTripAsync(s => s.ExposePotentiallyFailed, (s, v) => s.ExposePotentiallyFailed = v, true);

    private static TimeSpan Ms(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    private static async Task RoundTripAsync<T>(Func<SctpSettings, T> get, Action<SctpSettings, T> set, T value)
    {
        var (server, client) = await Kernel.PairAsync();
        foreach (var end in (SctpAssociation[])[server, client])
        {
            Assert.NotEqual(value, get(end.Control.Settings));
            set(end.Control.Settings, value);
            Assert.Equal(value, get(end.Control.Settings));
        }
        await Exchange.EndAsync(server, client);
    }
}
