using SctpConnections.Conformance;

namespace SctpConnections.Linux.Tests.Conformance;

public sealed class KernelListenerTests() : ListenerContract(new KernelConformance());
