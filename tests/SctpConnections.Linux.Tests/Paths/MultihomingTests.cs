using System.Globalization;
using SctpConnections.Linux.Tests.Support;

namespace SctpConnections.Linux.Tests.Paths;

/// <summary>An association over two paths, of which one fails or both lose packets.</summary>
public sealed class MultihomingTests
{
    private const string Listen = "sctp/10.0.1.1+10.0.2.1:5000";

    [Fact]
    public async Task Link_GoesDownAndUp_NoMessageIsLostAndBothAreReported()
    {
        await using var network = await TwoPaths.CreateAsync();
        await using var server = TwoPaths.Start('a', Repository.Program("EchoServer"), "--listen", Listen);
        await server.WaitForAsync("listening on");
        await using var client = StartClient(count: 40_000);
        await server.WaitForAsync(" up: ");

        await TwoPaths.LinkAsync(1, isUp: false);
        await server.WaitForAsync("Address = 10.0.1.2, State = Unreachable");
        await TwoPaths.LinkAsync(1, isUp: true);
        await server.WaitForAsync("Address = 10.0.1.2, State = Available");

        Assert.Contains("40000 messages of", await client.ExpectSuccessAsync(), StringComparison.Ordinal);
        await server.WaitForAsync("down: The association was shut down by the peer.");
    }

    [Theory]
    [InlineData(1, 2000)]
    [InlineData(5, 1000)]
    [InlineData(20, 300)]
    public async Task Loss_OnBothPaths_EveryMessageArrivesOnceAndInOrder(int percent, int count)
    {
        await using var network = await TwoPaths.CreateAsync();
        await using var server = TwoPaths.Start('a', Repository.Program("EchoServer"), "--listen", Listen);
        await server.WaitForAsync("listening on");
        await using var client = StartClient(count);
        await server.WaitForAsync(" up: ");

        await TwoPaths.LossAsync(percent);

        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"{count} messages of"), await client.ExpectSuccessAsync(), StringComparison.Ordinal);
    }

    private static Command StartClient(int count) => TwoPaths.Start(
        'b', Repository.Program("EchoClient"), "--connect", Listen, "--local", "sctp/10.0.1.2+10.0.2.2:0", "--count", count.ToString(CultureInfo.InvariantCulture), "--size", "1000");
}
