using SctpConnections.Conformance;

namespace SctpConnections.Linux.Tests.Conformance;

public sealed class OneToOneStreamTests() : StreamContract(new OneToOneConformance());
