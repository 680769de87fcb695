namespace SctpConnections.Linux;

/// <summary>Why a machine makes no SCTP sockets.</summary>
public enum SctpKernelObstacle
{
    /// <summary>Nothing: SCTP works.</summary>
    None = 0,

    /// <summary>The system is not Linux.</summary>
    NotLinux,

    /// <summary>The kernel has no SCTP, and no module file for it lies where the kernel would look.</summary>
    NoModule,

    /// <summary>The module is on disk, but it is not loaded.</summary>
    ModuleNotLoaded,

    /// <summary>The module is on disk, but a file in modprobe.d keeps it from being loaded.</summary>
    ModuleBlocked,

    /// <summary>The kernel may have SCTP, but this process may not use it: seccomp, SELinux or AppArmor says no.</summary>
    NotPermitted,

    /// <summary>Another error; <see cref="SctpKernel.Reason"/> has it.</summary>
    Other,
}
