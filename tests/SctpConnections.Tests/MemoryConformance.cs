using SctpConnections.Conformance;
using SctpConnections.Providers;
using SctpConnections.TestShared;

namespace SctpConnections.Tests;

/// <summary>The suites over memory, with messages split and interleaved.</summary>
internal sealed class MemoryConformance : IConformanceProvider
{
    public SctpEndPoint EndPoint { get; } = SctpEndPoint.Loopback(0);

    public bool CarriesAbortText => true;

    public int MaxInFlight => 64 * 1024;

    public SctpProvider Create() => new MemoryProvider(new MemoryOptions { Window = MaxInFlight, PartSize = 3000, Interleaved = 4 });
}
