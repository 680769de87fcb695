namespace SctpConnections.Tool.Testing;

/// <summary>Which messages are ordered.</summary>
internal enum TestOrder
{
    Unordered,
    Ordered,
    Alternating,
    Random,
}
