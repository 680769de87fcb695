using Microsoft.Extensions.Logging;

namespace SctpConnections.TestShared;

/// <summary>A captured log message.</summary>
public sealed record LogEntry(string Category, LogLevel Level, EventId Id, string Message, Exception? Exception);
