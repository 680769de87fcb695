using System.Net.Sockets;
using SctpConnections.Linux.Tests.Support;

namespace SctpConnections.Linux.Tests.FunctionalRows;

/// <summary>
/// lksctp 1_to_1_connectx: the list of 1_to_1_connect with an array of addresses. A wrong count, a wrong length and a wrong family in
/// the array are impossible by types; an empty list and a duplicate are ArgumentException (SctpEndPointTests). What remains is a list
/// whose members are no peers at all, and one that is refused. A silent first address, mixed families: AddressTests.
/// </summary>
public sealed class OneToOneConnectxRow
{
    [Theory]
    [InlineData("sctp/127.0.0.1+127.0.0.2:9")]
    [InlineData("sctp/[::1]+127.0.0.1:9")]
    public async Task Connect_ListWhereNobodyListens_IsRefusedAndNamesTheList(string endPoint)
    {
        var before = Descriptors.Sockets;

        var error = await Assert.ThrowsAsync<SocketException>(() => Kernel.ConnectAsync(SctpEndPoint.Parse(endPoint)));

        Assert.Equal(SocketError.ConnectionRefused, error.SocketErrorCode);
        Assert.Contains(endPoint, error.Message, StringComparison.Ordinal);
        Assert.Equal(before, Descriptors.Sockets);
    }

    [Theory]
    [InlineData("sctp/0.0.0.0:9")]
    [InlineData("sctp/224.0.0.1:9")]
    [InlineData("sctp/255.255.255.255:9")]
    [InlineData("sctp/127.0.0.1+224.0.0.1:9")]
    [InlineData("sctp/[::]:9")]
    [InlineData("sctp/[ff02::1]:9")]
    public async Task Connect_AddressOfNobody_FailsAtOnceAndNamesTheEndPoint(string endPoint)
    {
        var before = Descriptors.Sockets;

        var error = await Assert.ThrowsAsync<SocketException>(() => Kernel.ConnectAsync(SctpEndPoint.Parse(endPoint)));

        Assert.Equal(SocketError.InvalidArgument, error.SocketErrorCode);
        Assert.Contains(endPoint, error.Message, StringComparison.Ordinal);
        Assert.Equal(before, Descriptors.Sockets);
    }

    [Fact]
    public async Task Connect_NoRoute_IsUnreachableAndNamesTheEndPoint()
    {
        const string EndPoint = "sctp/192.0.2.7+192.0.2.8:9";
        var before = Descriptors.Sockets;

        var error = await Assert.ThrowsAsync<SocketException>(() => Kernel.ConnectAsync(SctpEndPoint.Parse(EndPoint)));

        Assert.Contains(error.SocketErrorCode, (SocketError[])[SocketError.HostUnreachable, SocketError.NetworkUnreachable]);
        Assert.Contains(EndPoint, error.Message, StringComparison.Ordinal);
        Assert.Equal(before, Descriptors.Sockets);
    }
}
