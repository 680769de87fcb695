using SctpConnections.Linux.Internal;
using SctpConnections.Linux.Interop;

namespace SctpConnections.Linux;

/// <summary>
/// What this machine's kernel can do for SCTP, as it was at one moment: whether there is SCTP at all and why not, which
/// features it has, its settings and limits. Immutable; nothing here needs privileges or changes anything.
/// </summary>
public sealed class SctpKernel
{
    private SctpKernel(string release, int error)
    {
        Release = release;
        IsContainer = KernelFiles.IsContainer();
        IsModuleLoaded = Directory.Exists("/sys/module/sctp") || Directory.Exists("/proc/net/sctp");
        Obstacle = KernelObstacle.Find(error, release, IsModuleLoaded, out var reason);
        Reason = reason;
        Settings = KernelFiles.ReadSettings();
        Limits = KernelFiles.ReadLimits();
        Features = error == 0 ? KernelProbe.Run(Settings) : [];
    }

    /// <summary>The kernel's release, as <c>uname -r</c> tells it; the system's own description where it is not Linux.</summary>
    public string Release { get; }

    /// <summary>Whether a socket of SCTP could be made.</summary>
    public bool IsSupported => Obstacle == SctpKernelObstacle.None;

    /// <summary>What stands in the way, <see cref="SctpKernelObstacle.None"/> when SCTP works.</summary>
    public SctpKernelObstacle Obstacle { get; }

    /// <summary>The obstacle as a sentence, or null when SCTP works.</summary>
    public string? Reason { get; }

    /// <summary>Whether SCTP is in the kernel, as a loaded module or built in.</summary>
    public bool IsModuleLoaded { get; }

    /// <summary>Whether this process runs in a container, where modules are loaded outside, on the host.</summary>
    public bool IsContainer { get; }

    /// <summary>All sysctls below <c>net.sctp</c> by their short name, in the order of names; empty without SCTP.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; }

    /// <summary>
    /// Limits that SCTP meets, by the full name of the sysctl (such as <c>net.core.rmem_max</c>, bytes), and <c>nofile</c> and
    /// <c>nofile.hard</c>, the descriptors that this process may have. What cannot be read is missing.
    /// </summary>
    public IReadOnlyDictionary<string, string> Limits { get; }

    /// <summary>The features that were asked for; empty without SCTP.</summary>
    public IReadOnlyList<SctpKernelFeature> Features { get; }

    /// <summary>Looks at the machine. Never throws; what cannot be found out is missing in the answer. Takes a few milliseconds.</summary>
    public static SctpKernel Inspect()
    {
        if (!OperatingSystem.IsLinux())
        {
            return new SctpKernel(Environment.OSVersion.ToString(), KernelObstacle.NotLinux);
        }
        var release = KernelFiles.ReadLine("/proc/sys/kernel/osrelease") ?? Environment.OSVersion.Version.ToString();
        return new SctpKernel(release, KernelProbe.TrySocket(LibCConstants.AF_INET, LibCConstants.SOCK_STREAM));
    }
}
