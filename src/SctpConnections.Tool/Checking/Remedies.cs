using SctpConnections.Linux;

namespace SctpConnections.Tool.Checking;

/// <summary>What to run so that SCTP works.</summary>
internal static class Remedies
{
    public static string[] For(SctpKernel kernel) => [.. Lines(kernel.Obstacle, kernel.Release, kernel.IsContainer, Distribution())];

    public static IEnumerable<string> Lines(SctpKernelObstacle obstacle, string release, bool isContainer, string distribution)
    {
        if (isContainer && obstacle is SctpKernelObstacle.NoModule or SctpKernelObstacle.ModuleNotLoaded or SctpKernelObstacle.ModuleBlocked)
        {
            yield return "# on the host, not in the container:";
            // The files of the container say nothing about the host.
            obstacle = SctpKernelObstacle.NoModule;
            distribution = "";
        }
        switch (obstacle)
        {
            case SctpKernelObstacle.NotLinux:
                yield return "# run it on Linux: a virtual machine, or a container on a Linux host that has the module sctp";
                break;
            case SctpKernelObstacle.NoModule:
                yield return Install(release, distribution);
                yield return "modprobe sctp";
                yield return "# still no module: the kernel is built without CONFIG_IP_SCTP, as in WSL 2 and Docker Desktop; use another one";
                break;
            case SctpKernelObstacle.ModuleBlocked:
                yield return "# take out the lines that name sctp:";
                yield return "grep -rn sctp /etc/modprobe.d /lib/modprobe.d";
                yield return "modprobe sctp";
                break;
            case SctpKernelObstacle.ModuleNotLoaded:
                yield return "modprobe sctp";
                yield return "echo sctp > /etc/modules-load.d/sctp.conf   # and at every start";
                break;
            case SctpKernelObstacle.NotPermitted:
                yield return isContainer
                    ? "docker run --security-opt seccomp=PROFILE.json ...   # a profile that allows socket() with protocol 132; or seccomp=unconfined to try"
                    : "dmesg | grep -i -e avc -e apparmor -e seccomp   # names the rule that forbids it";
                break;
        }
    }

    private static string Install(string release, string distribution) => distribution switch
    {
        "debian" => "apt-get install linux-image-$(dpkg --print-architecture)   # Debian's own kernels have it; restart into it",
        "ubuntu" => $"apt-get install linux-modules-extra-{release}",
        "rhel" or "centos" or "fedora" or "rocky" or "almalinux" => $"dnf install kernel-modules-extra-{release}",
        "alpine" => "apk add linux-lts   # has the module; restart into it",
        _ => "# Ubuntu: apt-get install linux-modules-extra-$(uname -r); Fedora, RHEL: dnf install kernel-modules-extra",
    };

    private static string Distribution()
    {
        const string Id = "ID=";
        var file = "/etc/os-release";
        var line = File.Exists(file) ? File.ReadLines(file).FirstOrDefault(l => l.StartsWith(Id, StringComparison.Ordinal)) : null;
        return line is null ? "" : line[Id.Length..].Trim('"', ' ');
    }
}
