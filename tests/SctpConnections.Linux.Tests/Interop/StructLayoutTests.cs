using SctpConnections.Linux.Interop;

namespace SctpConnections.Linux.Tests.Interop;

public sealed class StructLayoutTests
{
    public static TheoryData<string> StructNames => [.. ManagedLayout.Structs.Keys.Order(StringComparer.Ordinal)];

    public static TheoryData<string> ConstantNames => [.. ManagedLayout.Constants.Keys.Order(StringComparer.Ordinal)];

    public static TheoryData<string> TailNames => [.. CompilerLayout.Tails.Keys.Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(StructNames))]
    public void Struct_ComparedWithCompiler_HasSameSizeAndOffsets(string name) =>
        Assert.Equal(CompilerLayout.Of(name), ManagedLayout.Describe(ManagedLayout.Structs[name]));

    [Theory]
    [MemberData(nameof(TailNames))]
    public void Struct_WithVariableTail_EndsWhereTheTailStarts(string name) =>
        Assert.Equal(
            CompilerLayout.Of($"{name}.{CompilerLayout.Tails[name]}"),
            [$"{ManagedLayout.SizeOf(ManagedLayout.Structs[name])}"]);

    [Theory]
    [MemberData(nameof(ConstantNames))]
    public void Constant_ComparedWithCompiler_HasSameValue(string name) =>
        Assert.Equal(CompilerLayout.Of(name), [$"{ManagedLayout.Constants[name]}"]);

    // The traps of the header by number, so that the comparison above cannot become empty unnoticed.
    [Theory]
    [InlineData("sctp_initmsg", 8)]
    [InlineData("sctp_sndinfo", 16)]
    [InlineData("sctp_rcvinfo", 28)]
    [InlineData("sctp_event", 8)]
    [InlineData("sctp_prim", 132)]
    [InlineData("sctp_setpeerprim", 132)]
    [InlineData("sctp_paddr_change", 148)]
    [InlineData("sctp_paddrinfo", 152)]
    [InlineData("sctp_paddrparams", 156)]
    [InlineData("sctp_status", 176)]
    [InlineData("sctp_send_failed_event", 32)]
    [InlineData("sockaddr_storage", 128)]
    public void Struct_OfKnownSize_HasIt(string name, int size) =>
        Assert.Equal(size, ManagedLayout.SizeOf(ManagedLayout.Structs[name]));

    [Fact]
    public void EpollEvents_ComparedWithCompiler_HasSameSizeAndOffsets() =>
        Assert.Equal(
            CompilerLayout.Of("epoll_event"),
            [$"{EpollEvents.Size} bytes", "events at 0, 4 bytes", $"data at {EpollEvents.DataOffset}, 8 bytes"]);

    [Fact]
    public void ControlMessageMacros_ComparedWithCompiler_GiveSameLengths()
    {
        for (var n = 0; n <= 40; n++)
        {
            Assert.Equal(
                CompilerLayout.Of($"cmsg {n}"),
                [$"{CMsg.CMSG_ALIGN(n)} {CMsg.CMSG_LEN(n)} {CMsg.CMSG_SPACE(n)}"]);
        }
    }
}
