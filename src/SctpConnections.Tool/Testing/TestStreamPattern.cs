namespace SctpConnections.Tool.Testing;

/// <summary>Which stream is next.</summary>
internal enum TestStreamPattern
{
    RoundRobin,
    Random,
}
