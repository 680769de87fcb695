using SctpConnections.Conformance;

namespace SctpConnections.Tests;

public sealed class MemoryListenerTests() : ListenerContract(new MemoryConformance());
