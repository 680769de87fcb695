namespace SctpConnections.Linux;

/// <summary>Where the kernel's answers came from.</summary>
public enum SctpDiagSource
{
    /// <summary>The files below <c>/proc/net/sctp</c> alone: windows, counters and the primary path's measurements are missing.</summary>
    Files,

    /// <summary>The module sctp_diag, and those files for what it does not tell.</summary>
    KernelDiag,
}
