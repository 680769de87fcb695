using SctpConnections.Linux.Tests.Support;

namespace SctpConnections.Linux.Tests.Peers;

/// <summary>Programs of others against our echo server; each compares bytes, stream, payload protocol identifier and ordering itself.</summary>
public sealed class ForeignClientTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task RawSocket_EchoedThroughOurServer_EveryMessageIsTheSame(bool isStreams)
    {
        await using var server = await EchoServer.StartAsync(isStreams);

        var output = await Command.RunAsync("/usr/bin/python3", Repository.Peer("raw_peer.py"), "client", "127.0.0.1", server.Port);

        Assert.Contains("OK 2448 messages", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RawSocket_OverIPv6_EveryMessageIsTheSame()
    {
        await using var server = await EchoServer.StartAsync(isStreams: false, SctpEndPoint.Parse("sctp/[::1]:0"));

        var output = await Command.RunAsync("/usr/bin/python3", Repository.Peer("raw_peer.py"), "client", "::1", server.Port);

        Assert.Contains("OK 2448 messages", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RawSocket_OnEvery65535Streams_EveryMessageComesBackOnItsStream()
    {
        await using var server = await EchoServer.StartAsync(isStreams: true, configure: o => o.InboundStreams = o.OutboundStreams = ushort.MaxValue);

        var output = await Command.RunAsync("/usr/bin/python3", Repository.Peer("raw_peer.py"), "streams", "127.0.0.1", server.Port, "65535");

        Assert.Contains("OK", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task SctpTest_AllSizesAndOrders_EveryEchoIsTheSame(bool isStreams)
    {
        await using var server = await EchoServer.StartAsync(isStreams);

        var output = await Command.RunAsync(Repository.Peer("sctp_test.sh"), "127.0.0.1", server.Port);

        Assert.Contains("\nOK", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1", "sctp/127.0.0.1:0")]
    [InlineData("127.0.0.1", "sctp/127.0.0.1+127.0.0.2:0")]
    [InlineData("::1", "sctp/[::1]:0")]
    public async Task SctpDarn_OneAndSeveralAddresses_EveryEchoComesBack(string host, string listen)
    {
        await using var server = await EchoServer.StartAsync(isStreams: false, SctpEndPoint.Parse(listen));

        var output = await Command.RunAsync(Repository.Peer("sctp_darn.sh"), host, server.Port);

        Assert.Contains("\nOK", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Java_EchoedThroughOurServer_EveryMessageIsTheSame()
    {
        await using var server = await EchoServer.StartAsync(isStreams: true);

        var output = await Command.RunAsync("java", Repository.Peer("JavaPeer.java"), "client", "127.0.0.1", server.Port);

        Assert.Contains("OK", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Erlang_EchoedThroughOurServer_EveryMessageIsTheSame()
    {
        await using var server = await EchoServer.StartAsync(isStreams: false);

        var output = await Command.RunAsync("escript", Repository.Peer("erlang_peer.escript"), "client", "127.0.0.1", server.Port);

        Assert.Contains("OK", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("abort")]
    [InlineData("shutdown-with-unread")]
    [InlineData("close-with-unread")]
    [InlineData("never-read")]
    [InlineData("zero-length")]
    [InlineData("connect-many")]
    public async Task RawSocket_Misbehaves_OtherAssociationsAreServed(string fault)
    {
        await using var server = await EchoServer.StartAsync(isStreams: false);

        // Each fault ends with a good association of its own to the same server.
        var output = await Command.RunAsync("/usr/bin/python3", Repository.Peer("raw_peer.py"), fault, "127.0.0.1", server.Port);

        Assert.Contains("OK " + fault, output, StringComparison.Ordinal);
    }
}
