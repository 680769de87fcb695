using SctpConnections.Conformance;

namespace SctpConnections.Linux.Tests.Conformance;

public sealed class OneToOneBackpressureTests() : BackpressureContract(new OneToOneConformance());
