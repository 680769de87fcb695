namespace SctpConnections.TestShared;

/// <summary>One value that an instrument reported.</summary>
public sealed record Measurement(string Instrument, double Value, IReadOnlyDictionary<string, object?> Tags);
