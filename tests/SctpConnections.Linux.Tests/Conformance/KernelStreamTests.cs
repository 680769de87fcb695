using SctpConnections.Conformance;

namespace SctpConnections.Linux.Tests.Conformance;

public sealed class KernelStreamTests() : StreamContract(new KernelConformance());
