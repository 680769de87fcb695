using SctpConnections.Conformance;

namespace SctpConnections.Linux.Tests.Conformance;

public sealed class OneToOneAssociationTests() : AssociationContract(new OneToOneConformance());
