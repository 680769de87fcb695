using SctpConnections.Conformance;

namespace SctpConnections.Tests;

public sealed class MemoryAssociationTests() : AssociationContract(new MemoryConformance());
