using System.Globalization;

namespace SctpConnections.Linux.Tests.Support;

/// <summary>Ports for the programs that a test starts, which cannot tell a port that they chose themselves.</summary>
internal static class SampleServer
{
    private static int s_port = 18_500;

    public static int NextPort() => Interlocked.Increment(ref s_port);

    /// <summary>Starts a sample that listens at an address or several, and waits until it does.</summary>
    public static async Task<(Command Command, string EndPoint)> StartAsync(string sample, string addresses, string ready, params string[] more)
    {
        var endPoint = string.Create(CultureInfo.InvariantCulture, $"sctp/{addresses}:{NextPort()}");
        var command = Command.Start(Repository.Program(sample), ["--listen", endPoint, .. more]);
        await command.WaitForAsync(ready);
        return (command, endPoint);
    }
}
