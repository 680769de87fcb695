using SctpConnections.Conformance;

namespace SctpConnections.Tests;

public sealed class MemoryShutdownTests() : ShutdownContract(new MemoryConformance());
