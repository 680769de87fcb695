using SctpConnections.Conformance;

namespace SctpConnections.Tests;

public sealed class MemoryStreamTests() : StreamContract(new MemoryConformance());
