using System.Globalization;

namespace SctpConnections.Tool.Tests.Support;

/// <summary>A port for each program that listens.</summary>
internal static class ToolPort
{
    private static int s_last = 19_000;

    public static int Next() => Interlocked.Increment(ref s_last);

    public static string EndPoint() => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Next()}");

    /// <summary>Waits until something listens there.</summary>
    public static Task WaitAsync(int port) => TestShared.Timeouts.Until(
        () => File.ReadAllText("/proc/net/sctp/eps").Contains(string.Create(CultureInfo.InvariantCulture, $" {port} "), StringComparison.Ordinal), $"port {port} listens");
}
