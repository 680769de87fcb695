using System.Globalization;

namespace SctpConnections.Linux.Tests.Support;

/// <summary>What the kernel counts of its recovery: a healthy local association needs none.</summary>
internal readonly record struct SctpCounters(long Discards, long T3Expirations)
{
    public static SctpCounters Read() => new(Read("SctpInDataChunkDiscards"), Read("SctpT3RtxExpireds"));

    private static long Read(string name)
    {
        var line = File.ReadLines("/proc/net/sctp/snmp").Single(line => line.StartsWith(name, StringComparison.Ordinal));
        return long.Parse(line.AsSpan(name.Length).Trim(), CultureInfo.InvariantCulture);
    }
}
