using SctpConnections.Conformance;

namespace SctpConnections.Tests;

public sealed class MemoryBackpressureTests() : BackpressureContract(new MemoryConformance());
