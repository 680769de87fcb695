namespace SctpConnections.Tool;

/// <summary>What the command tells the shell; scripts rely on these numbers.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int WrongUsage = 2;
    public const int NoSctp = 3;
    public const int NoPrivilege = 4;
    public const int Interrupted = 130;

    /// <summary>The part of every help text that explains them.</summary>
    public const string Help =
        """
        Exit codes:
          0    done
          1    failed: refused, lost, or not as expected
          2    wrong usage
          3    no SCTP on this machine
          4    no privilege
          130  interrupted
        """;
}
