namespace SctpConnections.Linux;

/// <summary>What SCTP does on this machine.</summary>
public static class SctpDiag
{
    /// <summary>Whether the kernel answers questions about sockets.</summary>
    public static bool IsKernelDiagAvailable => true;
}
