using SctpConnections.Linux.Tests.Support;
using SctpConnections.Notifications;

namespace SctpConnections.Linux.Tests.Control;

/// <summary>
/// Addresses that the machine gains and loses while an association is up: with the option the peer is told, by whichever end. Each
/// case has an address of its own, since the kernel keeps an addition to itself that follows a removal within half a second.
/// </summary>
public sealed class AutomaticAddressTests
{
    [Theory]
    [InlineData(false, "10.78.0.11")]
    [InlineData(true, "10.78.0.12")]
    public async Task Listener_MachineGainsAndLosesAnAddress_ThePeerIsTold(bool isOneToOne, string address)
    {
        await using var network = await DummyInterface.AddAsync("auto0", "10.78.0.1/24");
        await using var listener = await Kernel.ListenAsync(SctpEndPoint.Any(0), o => { Set(o); o.PerMessageDestinations = isOneToOne; });
        var accept = listener.AcceptAssociationAsync();
        var client = await Kernel.ConnectAsync(At((SctpEndPoint)listener.EndPoint), Extensions);
        var server = await accept;
        Assert.True(server.Control.Settings.AutomaticAddressReconfiguration);

        await ChangeAsync("add", address);
        await client.NotificationAsync<SctpPeerAddressChangeNotification>(n => n.Address.ToString() == address && n.State == SctpPeerAddressState.Added);
        await ChangeAsync("del", address);
        await client.NotificationAsync<SctpPeerAddressChangeNotification>(n => n.Address.ToString() == address && n.State == SctpPeerAddressState.Removed);

        await Exchange.EndAsync(server, client);
    }

    [Theory]
    [InlineData(false, "10.78.0.13")]
    [InlineData(true, "10.78.0.14")]
    public async Task Client_MachineGainsAnAddress_ThePeerIsTold(bool isOneToOne, string address)
    {
        await using var network = await DummyInterface.AddAsync("auto0", "10.78.0.1/24");
        await using var listener = await Kernel.ListenAsync(SctpEndPoint.Parse("10.78.0.1:0"), Extensions);
        var accept = listener.AcceptAssociationAsync();
        var client = await Kernel.ConnectAsync(listener.EndPoint, o => { Set(o); o.PerMessageDestinations = isOneToOne; });
        var server = await accept;
        Assert.True(client.Control.Settings.AutomaticAddressReconfiguration);

        await ChangeAsync("add", address);
        await server.NotificationAsync<SctpPeerAddressChangeNotification>(n => n.Address.ToString() == address && n.State == SctpPeerAddressState.Added);

        await Exchange.EndAsync(server, client);
    }

    private static SctpEndPoint At(SctpEndPoint listener) => SctpEndPoint.Parse("10.78.0.1:0").WithPort(listener.Port);

    private static Task ChangeAsync(string verb, string address) => Command.RunAsync("ip", "addr", verb, $"{address}/24", "dev", "auto0");

    private static void Extensions(SctpAssociationOptions options) => (options.Authentication, options.AddressReconfiguration) = (true, true);

    private static void Set(SctpAssociationOptions options)
    {
        Extensions(options);
        options.AutomaticAddressReconfiguration = true;
    }
}
