using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace SctpConnections.TestShared;

/// <summary>Keeps what is logged.</summary>
public sealed class LogCapture(LogLevel level = LogLevel.Trace) : ILoggerFactory
{
    private readonly ConcurrentQueue<LogEntry> _entries = new();

    public IReadOnlyList<LogEntry> Entries => [.. _entries];

    public ILogger CreateLogger(string categoryName) => new CaptureLogger(categoryName, level, _entries);

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public void Dispose()
    {
    }
}
