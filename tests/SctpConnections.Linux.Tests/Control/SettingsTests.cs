using SctpConnections.Linux.Tests.Support;

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
