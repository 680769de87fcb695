using Microsoft.AspNetCore.Connections;
using SctpConnections.Linux.Tests.Support;

namespace SctpConnections.Linux.Tests.Behaviour;

/// <summary>Listeners that cannot be bound.</summary>
public sealed class BindFailureTests
{
    [Fact]
    public async Task Bind_SecondAddressInUse_ThrowsAddressInUseAndLeavesNoSocket()
    {
        await using var listener = await Kernel.ListenAsync(SctpEndPoint.Parse("sctp/127.0.0.2:0"));
        var port = ((SctpEndPoint)listener.EndPoint).Port;
        var before = Descriptors.Sockets;

        await Assert.ThrowsAsync<AddressInUseException>(() => Kernel.ListenAsync(SctpEndPoint.Parse($"sctp/127.0.0.1+127.0.0.2:{port}")));

        Assert.Equal(before, Descriptors.Sockets);
    }

    [Theory]
    [InlineData("sctp/192.0.2.7:0", "192.0.2.7")]
    [InlineData("sctp/127.0.0.1+192.0.2.8:0", "192.0.2.8")]
    [InlineData("sctp/[2001:db8::7]:0", "2001:db8::7")]
    public async Task Bind_ForeignAddress_NamesIt(string endPoint, string address)
    {
        var before = Descriptors.Sockets;

        var error = await Assert.ThrowsAsync<SctpException>(() => Kernel.ListenAsync(SctpEndPoint.Parse(endPoint)));

        Assert.Contains(address + " of", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, Descriptors.Sockets);
    }

    [Fact]
    public async Task Bind_PrivilegedPortWithoutTheCapability_NamesTheCapability()
    {
        await using var server = Command.Start("setpriv", "--bounding-set=-net_bind_service", Repository.Program("EchoServer"), "--listen", "sctp/127.0.0.1:99");

        await server.WaitForAsync("CAP_NET_BIND_SERVICE");
    }
}
