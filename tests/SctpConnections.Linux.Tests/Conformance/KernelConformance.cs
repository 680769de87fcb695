using Microsoft.Extensions.Logging.Abstractions;
using SctpConnections.Conformance;
using SctpConnections.Linux.Internal;
using SctpConnections.Providers;

namespace SctpConnections.Linux.Tests.Conformance;

/// <summary>The suites on the kernel. Without SCTP in it they fail.</summary>
internal sealed class KernelConformance : IConformanceProvider
{
    public SctpEndPoint EndPoint { get; } = SctpEndPoint.Loopback(0);

    public bool CarriesAbortText => true;

    // Two buffers of 1 MiB, which the kernel doubles for its own bookkeeping.
    public int MaxInFlight => 4 * 1024 * 1024;

    public int MaxBatch => MessageVectors.Count;

    public SctpProvider Create() => new LinuxSctpProvider(NullLoggerFactory.Instance);
}
