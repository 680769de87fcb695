using System.Net.Sockets;

namespace SctpConnections.Tool;

/// <summary>The one place where an exception becomes a line and an exit code; never a stack trace.</summary>
internal static class ToolErrors
{
    private const int BrokenPipe = 32;

    public static int Report(Exception exception, TextWriter error, CancellationToken cancellationToken)
    {
        switch (exception)
        {
            case OperationCanceledException when cancellationToken.IsCancellationRequested:
                return ExitCode.Interrupted;
            case IOException { HResult: BrokenPipe }:
                // The reader has seen enough, as in sctp status --watch | head.
                return ExitCode.Done;
            default:
                error.WriteLine($"sctp: {Line(exception)}");
                return CodeOf(exception);
        }
    }

    public static int CodeOf(Exception exception) => exception switch
    {
        ToolException tool => tool.ExitCode,
        PlatformNotSupportedException => ExitCode.NoSctp,
        UnauthorizedAccessException => ExitCode.NoPrivilege,
        SocketException { SocketErrorCode: SocketError.AccessDenied } => ExitCode.NoPrivilege,
        SctpException { InnerException: SocketException { SocketErrorCode: SocketError.AccessDenied } } => ExitCode.NoPrivilege,
        FormatException or ArgumentException => ExitCode.WrongUsage,
        _ => ExitCode.Failed,
    };

    private static string Line(Exception exception)
    {
        var text = exception.Message.ReplaceLineEndings(" ").Trim();
        return text.Length > 0 ? text : exception.GetType().Name;
    }
}
