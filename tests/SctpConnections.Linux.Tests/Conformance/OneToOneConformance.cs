using Microsoft.Extensions.Logging.Abstractions;
using SctpConnections.Conformance;
using SctpConnections.Linux.Internal;
using SctpConnections.Providers;

namespace SctpConnections.Linux.Tests.Conformance;

/// <summary>The suites on one-to-one sockets, which associations get that send messages to addresses of choice.</summary>
internal sealed class OneToOneConformance : IConformanceProvider
{
    public SctpEndPoint EndPoint { get; } = SctpEndPoint.Loopback(0);

    // Linux refuses it on these sockets.
    public bool CarriesAbortText => false;

    public int MaxInFlight => 4 * 1024 * 1024;

    public int MaxBatch => MessageVectors.Count;

    public SctpProvider Create() => new OneToOneProvider(new LinuxSctpProvider(NullLoggerFactory.Instance));
}
