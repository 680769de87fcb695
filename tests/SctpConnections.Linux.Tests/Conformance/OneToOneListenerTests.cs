using SctpConnections.Conformance;

namespace SctpConnections.Linux.Tests.Conformance;

public sealed class OneToOneListenerTests() : ListenerContract(new OneToOneConformance());
