using SctpConnections.Conformance;

namespace SctpConnections.Linux.Tests.Conformance;

public sealed class KernelBackpressureTests() : BackpressureContract(new KernelConformance());
