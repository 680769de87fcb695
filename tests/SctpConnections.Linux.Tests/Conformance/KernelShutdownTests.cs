using SctpConnections.Conformance;

namespace SctpConnections.Linux.Tests.Conformance;

public sealed class KernelShutdownTests() : ShutdownContract(new KernelConformance());
