using System.Net;
using System.Runtime.InteropServices;
using SctpConnections.Linux.Interop;

namespace SctpConnections.Linux.Tests.Interop;

public sealed class SockAddrTests
{
    [Theory]
    [InlineData("10.1.2.3", 16)]
    [InlineData("0.0.0.0", 16)]
    [InlineData("::", 28)]
    [InlineData("2001:db8::1", 28)]
    [InlineData("fe80::1%7", 28)]
    public void TryRead_OfWhatWriteWrote_GivesItBack(string text, int length)
    {
        var address = IPAddress.Parse(text);
        var buffer = new byte[SockAddr.MaxLength];
        Array.Fill(buffer, (byte)0xee);

        Assert.Equal(length, SockAddr.Write(buffer, address, 36412));
        Assert.True(SockAddr.TryRead(buffer, out var read, out var port, out var consumed));

        // Equality of addresses includes the scope.
        Assert.Equal(address, read);
        Assert.Equal(36412, port);
        Assert.Equal(length, consumed);
        Assert.Equal(0xee, buffer[length]);
    }

    [Theory]
    [InlineData("::1%1", "::1")]
    [InlineData("2001:db8::1%7", "2001:db8::1")]
    public void TryRead_ScopeOnAnAddressThatHasNone_LeavesItOut(string raw, string expected)
    {
        var buffer = new byte[SockAddr.IPv6Length];
        SockAddr.Write(buffer, IPAddress.Parse(raw), 1);

        Assert.True(SockAddr.TryRead(buffer, out var read, out _, out _));

        Assert.Equal(IPAddress.Parse(expected), read);
    }

    [Fact]
    public unsafe void Write_IPv4_LaysOutSockaddrIn()
    {
        sockaddr_in raw;
        SockAddr.Write(new Span<byte>(&raw, sizeof(sockaddr_in)), IPAddress.Parse("10.1.2.3"), 0x1234);

        Assert.Equal(LibCConstants.AF_INET, raw.sin_family);
        Assert.Equal([0x12, 0x34], MemoryMarshal.AsBytes(new ReadOnlySpan<ushort>(in raw.sin_port)).ToArray());
        Assert.Equal([10, 1, 2, 3], MemoryMarshal.AsBytes(new ReadOnlySpan<uint>(in raw.sin_addr)).ToArray());
        Assert.Equal(new byte[8], new ReadOnlySpan<byte>(raw.sin_zero, 8).ToArray());
    }

    [Fact]
    public unsafe void Write_IPv6WithScope_LaysOutSockaddrIn6()
    {
        var address = IPAddress.Parse("fe80::1%4294967295");
        sockaddr_in6 raw;
        SockAddr.Write(new Span<byte>(&raw, sizeof(sockaddr_in6)), address, 0x1234);

        Assert.Equal(LibCConstants.AF_INET6, raw.sin6_family);
        Assert.Equal([0x12, 0x34], MemoryMarshal.AsBytes(new ReadOnlySpan<ushort>(in raw.sin6_port)).ToArray());
        Assert.Equal(0u, raw.sin6_flowinfo);
        Assert.Equal(address.GetAddressBytes(), new ReadOnlySpan<byte>(raw.sin6_addr, 16).ToArray());
        Assert.Equal(uint.MaxValue, raw.sin6_scope_id);
    }

    [Fact]
    public void TryRead_MappedAddress_ComesBackAsIPv4()
    {
        var buffer = new byte[SockAddr.IPv6Length];
        SockAddr.Write(buffer, IPAddress.Parse("::ffff:10.1.2.3"), 1);

        Assert.True(SockAddr.TryRead(buffer, out var read, out _, out var consumed));
        Assert.Equal(IPAddress.Parse("10.1.2.3"), read);
        Assert.Equal(SockAddr.IPv6Length, consumed);
    }

    [Fact]
    public void TryRead_Storage_ReadsItsAddress()
    {
        var storage = new sockaddr_storage();
        SockAddr.Write(
            MemoryMarshal.AsBytes(new Span<sockaddr_storage>(ref storage)), IPAddress.Parse("fe80::9%3"), 65535);

        Assert.True(SockAddr.TryRead(in storage, out var read, out var port));
        Assert.Equal(IPAddress.Parse("fe80::9%3"), read);
        Assert.Equal(65535, port);
        Assert.False(SockAddr.TryRead(default(sockaddr_storage), out _, out _));
    }

    [Theory]
    [InlineData("10.1.2.3")]
    [InlineData("2001:db8::1")]
    public void TryRead_Truncated_IsRefused(string text)
    {
        var buffer = new byte[SockAddr.MaxLength];
        var length = SockAddr.Write(buffer, IPAddress.Parse(text), 1);
        for (var n = 0; n < length; n++)
        {
            Assert.False(SockAddr.TryRead(buffer.AsSpan(0, n), out var read, out _, out var consumed));
            Assert.Null(read);
            Assert.Equal(0, consumed);
        }
    }

    [Theory]
    [InlineData(LibCConstants.AF_UNSPEC)]
    [InlineData(1)]
    [InlineData(ushort.MaxValue)]
    public void TryRead_OtherFamily_IsRefused(int family)
    {
        var buffer = new byte[SockAddr.MaxLength];
        MemoryMarshal.Write(buffer, (ushort)family);
        Assert.False(SockAddr.TryRead(buffer, out _, out _, out _));
    }

    [Fact]
    public void TryReadList_MixedFamilies_AreDense()
    {
        IPAddress[] addresses =
            [IPAddress.Parse("10.0.0.1"), IPAddress.Parse("fe80::1%2"), IPAddress.Parse("10.0.1.1")];
        var buffer = new byte[200];

        var length = SockAddr.WriteList(buffer, addresses, 2905);

        Assert.Equal(16 + 28 + 16, length);
        Assert.Equal(length, SockAddr.LengthOf(addresses));
        Assert.True(SockAddr.TryReadList(buffer.AsSpan(0, length), 3, out var read));
        Assert.Equal(addresses, read.Select(endPoint => endPoint.Address));
        Assert.All(read, endPoint => Assert.Equal(2905, endPoint.Port));
    }

    [Fact]
    public void TryReadList_OfNone_IsEmpty()
    {
        Assert.True(SockAddr.TryReadList([], 0, out var read));
        Assert.Empty(read);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    [InlineData(int.MaxValue)]
    public void TryReadList_MoreThanThereAre_IsRefused(int count)
    {
        var buffer = new byte[16 + 28];
        SockAddr.WriteList(buffer, [IPAddress.Loopback, IPAddress.IPv6Loopback], 1);
        Assert.False(SockAddr.TryReadList(buffer, count, out var read));
        Assert.Null(read);
    }

    [Fact]
    public void TryReadList_LastTruncated_IsRefused()
    {
        var buffer = new byte[16 + 28];
        SockAddr.WriteList(buffer, [IPAddress.Loopback, IPAddress.IPv6Loopback], 1);
        Assert.False(SockAddr.TryReadList(buffer.AsSpan(0, 16 + 27), 2, out _));
    }

    [Fact]
    public void Write_WithoutRoom_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => SockAddr.Write(new byte[15], IPAddress.Loopback, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => SockAddr.Write(new byte[27], IPAddress.IPv6Loopback, 1));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => SockAddr.WriteList(new byte[31], [IPAddress.Loopback, IPAddress.Loopback], 1));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(65536)]
    public void Write_PortOutOfRange_Throws(int port) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => SockAddr.Write(new byte[16], IPAddress.Loopback, port));
}
