using SctpConnections.Linux.Interop;

namespace SctpConnections.Linux.Internal;

/// <summary>Finds why <c>socket()</c> refuses SCTP, from its error and from what lies on disk.</summary>
internal static class KernelObstacle
{
    /// <summary>Stands for an error number where the system is not Linux.</summary>
    public const int NotLinux = -1;

    public static SctpKernelObstacle Find(int error, string release, bool isLoaded, out string? reason)
    {
        var (obstacle, text) = error switch
        {
            0 => (SctpKernelObstacle.None, null),
            NotLinux => (SctpKernelObstacle.NotLinux, "Kernel SCTP is a thing of Linux, and this system is not."),
            Errno.EPERM or Errno.EACCES => (SctpKernelObstacle.NotPermitted,
                $"This process may not make SCTP sockets: {Errno.Describe(error)}. A seccomp profile, SELinux or AppArmor forbids it."),
            Errno.EPROTONOSUPPORT or Errno.ESOCKTNOSUPPORT or Errno.EAFNOSUPPORT when isLoaded => (SctpKernelObstacle.NotPermitted,
                $"SCTP is in the kernel, but socket() says {Errno.Describe(error)}: a seccomp profile or a sandbox hides it."),
            Errno.EPROTONOSUPPORT or Errno.ESOCKTNOSUPPORT or Errno.EAFNOSUPPORT when KernelFiles.IsContainer() => (SctpKernelObstacle.NoModule,
                $"The kernel {release} has no SCTP loaded, and a container cannot load it."),
            Errno.EPROTONOSUPPORT or Errno.ESOCKTNOSUPPORT or Errno.EAFNOSUPPORT => OnDisk("/", release),
            _ => (SctpKernelObstacle.Other, $"socket() failed: {Errno.Describe(error)}."),
        };
        reason = text;
        return obstacle;
    }

    /// <summary>What the disk tells when the kernel does not know the protocol.</summary>
    public static (SctpKernelObstacle Obstacle, string Reason) OnDisk(string root, string release)
    {
        if (!HasModule(Path.Combine(root, "lib/modules", release)))
        {
            return (SctpKernelObstacle.NoModule, $"The kernel {release} has no SCTP, and there is no module of it in /lib/modules/{release}.");
        }
        return FindBlocker(root) is { } file
            ? (SctpKernelObstacle.ModuleBlocked, $"The module sctp is not loaded, and {file} keeps it from being loaded.")
            : (SctpKernelObstacle.ModuleNotLoaded, $"The kernel {release} has SCTP as a module, but it is not loaded.");
    }

    private static bool HasModule(string modules)
    {
        try
        {
            return Directory.Exists(modules)
                && (Directory.EnumerateFiles(modules, "sctp.ko*", SearchOption.AllDirectories).Any()
                    || File.Exists(Path.Combine(modules, "modules.builtin"))
                        && File.ReadLines(Path.Combine(modules, "modules.builtin")).Any(line => line.EndsWith("/sctp.ko", StringComparison.Ordinal)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static string? FindBlocker(string root)
    {
        foreach (var directory in (ReadOnlySpan<string>)["etc/modprobe.d", "run/modprobe.d", "usr/local/lib/modprobe.d", "lib/modprobe.d"])
        {
            try
            {
                var path = Path.Combine(root, directory);
                var files = Directory.Exists(path) ? Directory.GetFiles(path, "*.conf") : [];
                Array.Sort(files, StringComparer.Ordinal);
                foreach (var file in files)
                {
                    if (File.ReadLines(file).Any(IsBlock))
                    {
                        return file;
                    }
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // What may not be read cannot be named.
            }
        }
        return null;
    }

    private static bool IsBlock(string line)
        => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is ["blacklist" or "install", "sctp", ..];
}
