namespace SctpConnections.Linux;

/// <summary>One thing that newer kernels can do and older ones cannot.</summary>
/// <param name="Name">A short name of lower-case words, the same in every version.</param>
/// <param name="Description">What it is, with its RFC.</param>
/// <param name="Since">The kernel version that brought it.</param>
/// <param name="IsSupported">Whether this kernel has it, found by asking a fresh socket.</param>
/// <param name="Setting">The sysctl that turns it on, or null when it needs none.</param>
/// <param name="IsEnabled">Whether that sysctl is on (another value than 0); null when there is none, or it cannot be read.</param>
public sealed record SctpKernelFeature(
    string Name, string Description, string Since, bool IsSupported, string? Setting, bool? IsEnabled);
