using SctpConnections.Conformance;

namespace SctpConnections.Linux.Tests.Conformance;

public sealed class OneToOneShutdownTests() : ShutdownContract(new OneToOneConformance());
