using SctpConnections.Conformance;

namespace SctpConnections.Linux.Tests.Conformance;

public sealed class KernelAssociationTests() : AssociationContract(new KernelConformance());
