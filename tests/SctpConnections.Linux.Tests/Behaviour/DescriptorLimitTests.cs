using System.Globalization;
using System.Text.RegularExpressions;
using SctpConnections.Linux.Tests.Support;
using SctpConnections.TestShared;

namespace SctpConnections.Linux.Tests.Behaviour;

/// <summary>
/// A server that is short of descriptors where it accepts. The true limit would strike the runtime as well, so a filter lets the
/// kernel say EMFILE to a program of its own whenever that peels an association off.
/// </summary>
public sealed partial class DescriptorLimitTests
{
    [Fact]
    public async Task Accept_OutOfDescriptors_BacksOffWithoutSpinningAndServesWhoWaitedAfterwards()
    {
        var script = Path.Combine(Repository.Root, "tests", "SctpConnections.Linux.Tests", "Support", "short_of_descriptors.py");
        var directory = Directory.CreateTempSubdirectory("short-");
        var isShort = Path.Combine(directory.FullName, "is-short");
        var endPoint = SctpEndPoint.Loopback(SampleServer.NextPort());
        await using var server = Command.Start("/usr/bin/python3", script, isShort, Repository.Program("EchoServer"), "--listen", endPoint.ToString());
        await server.WaitForAsync("listening on");
        var early = await Kernel.ConnectAsync(endPoint);
        await RoundTripAsync(early, 1);
        await File.WriteAllTextAsync(isShort, "");

        var waiting = await Kernel.ConnectAsync(endPoint);
        await waiting.SendAsync(0, Payloads.Create(100, 2)).Bounded();
        await Timeouts.Until(() => Pauses(server).Count >= 4, "the server has tried four times");
        // Others that connect meanwhile are no reason to try again sooner, and those that are accepted are served.
        var also = await Kernel.ConnectAsync(endPoint);
        await RoundTripAsync(early, 3);
        File.Delete(isShort);

        Assert.Equal(Payloads.Create(100, 2), System.Buffers.BuffersExtensions.ToArray((await waiting.ReadOneAsync()).Payload));
        await RoundTripAsync(also, 4);
        // Doubled each time up to one second. What was announced before the first refusal may still let the second try come at once.
        Assert.All(Pauses(server).Skip(2).Select((pause, i) => (pause, least: Math.Min(200 << i, 1000) * 9 / 10)), p => Assert.InRange(p.pause, p.least, int.MaxValue));
        await Exchange.EndAsync(early, waiting, also);
        directory.Delete(recursive: true);
    }

    private static async Task RoundTripAsync(SctpAssociation client, int seed)
    {
        await client.SendAsync(1, Payloads.Create(100, seed)).Bounded();
        Assert.Equal(Payloads.Create(100, seed), System.Buffers.BuffersExtensions.ToArray((await client.ReadOneAsync()).Payload));
    }

    private static List<int> Pauses(Command server)
        => [.. Refusal().Matches(server.Output).Select(match => int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture))];

    [GeneratedRegex(@"refused after (\d+) ms")]
    private static partial Regex Refusal();
}
