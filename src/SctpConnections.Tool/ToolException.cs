namespace SctpConnections.Tool;

/// <summary>Ends the command with one line on standard error and an exit code.</summary>
internal sealed class ToolException(int exitCode, string message, Exception? cause = null) : Exception(message, cause)
{
    public int ExitCode { get; } = exitCode;
}
