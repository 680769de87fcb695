using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace SctpConnections.TestShared;

/// <summary>The logger of <see cref="LogCapture"/>.</summary>
internal sealed class CaptureLogger(string category, LogLevel level, ConcurrentQueue<LogEntry> entries) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= level;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            entries.Enqueue(new LogEntry(category, logLevel, eventId, formatter(state, exception), exception));
        }
    }
}
