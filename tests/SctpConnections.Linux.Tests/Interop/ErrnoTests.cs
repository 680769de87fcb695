using System.Net.Sockets;
using SctpConnections.Linux.Interop;

namespace SctpConnections.Linux.Tests.Interop;

public sealed class ErrnoTests
{
    [Theory]
    [InlineData(0, SocketError.Success)]
    [InlineData(Errno.EADDRINUSE, SocketError.AddressAlreadyInUse)]
    [InlineData(Errno.EACCES, SocketError.AccessDenied)]
    [InlineData(Errno.EPERM, SocketError.AccessDenied)]
    [InlineData(Errno.EAGAIN, SocketError.WouldBlock)]
    [InlineData(Errno.ECONNREFUSED, SocketError.ConnectionRefused)]
    [InlineData(Errno.ECONNRESET, SocketError.ConnectionReset)]
    [InlineData(Errno.EPIPE, SocketError.Shutdown)]
    [InlineData(Errno.EPROTONOSUPPORT, SocketError.ProtocolNotSupported)]
    [InlineData(4711, SocketError.SocketError)]
    public void ToSocketError_Errno_GivesDotNetsName(int errno, SocketError expected) =>
        Assert.Equal(expected, Errno.ToSocketError(errno));

    [Fact]
    public void Describe_Errno_GivesNameAndText()
    {
        Assert.StartsWith("EADDRNOTAVAIL (", Errno.Describe(Errno.EADDRNOTAVAIL), StringComparison.Ordinal);
        Assert.EndsWith("address)", Errno.Describe(Errno.EADDRNOTAVAIL), StringComparison.Ordinal);
        Assert.StartsWith("errno 4711 (", Errno.Describe(4711), StringComparison.Ordinal);
    }
}
