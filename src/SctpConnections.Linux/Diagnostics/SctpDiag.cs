using SctpConnections.Linux.Internal;

namespace SctpConnections.Linux;

/// <summary>
/// Tells what SCTP does on this machine: every association, listener and counter of the network namespace, of whatever process.
/// Thread-safe; needs no privileges.
/// </summary>
public static class SctpDiag
{
    /// <summary>Whether the module sctp_diag answers; the question may load it.</summary>
    public static bool IsKernelDiagAvailable => OperatingSystem.IsLinux() && DiagSocket.TryDump([], out _);

    /// <summary>Looks at the machine once. Takes milliseconds, longer with thousands of associations.</summary>
    /// <exception cref="PlatformNotSupportedException">There is no SCTP on this machine; the message says what to do.</exception>
    public static SctpSnapshot TakeSnapshot()
    {
        if (!ProcFiles.Exists)
        {
            throw new PlatformNotSupportedException(
                KernelSocket.Probe() ?? "SCTP works, but /proc/net/sctp is not there: mount /proc in this namespace.");
        }
        var entries = new List<DiagEntry>();
        var hasDiag = DiagSocket.TryDump(entries, out _);
        return SnapshotBuilder.Build(hasDiag ? entries : null, ProcFiles.Read(), KernelClock.Tick);
    }
}
