namespace SctpConnections;

/// <summary>What an association really has: agreed extensions, options as they took effect, the system behind it.</summary>
/// <param name="Provider">The provider, such as <c>kernel</c>.</param>
/// <param name="System">What runs it, such as the release of the kernel.</param>
/// <param name="Extensions">Every extension.</param>
/// <param name="Adjustments">Options that took effect otherwise than they were asked for; found by reading them back.</param>
/// <param name="SystemSettings">The settings of the system that all associations share, such as the sysctls under net.sctp.</param>
public sealed record SctpCapabilities(
    string Provider, string System, IReadOnlyList<SctpExtensionSupport> Extensions, IReadOnlyList<SctpAdjustment> Adjustments,
    IReadOnlyDictionary<string, string> SystemSettings)
{
    /// <summary>Whether an extension is agreed on.</summary>
    public bool Has(SctpExtension extension) => Extensions.Any(e => e.Extension == extension && e.IsAgreed);

    /// <summary>One line, as the log has it.</summary>
    public override string ToString()
        => $"{Provider} {System}: {Join(Extensions.Where(e => e.IsAgreed).Select(e => e.Extension.ToString()))} agreed"
            + (Adjustments.Count == 0 ? "" : $"; {Join(Adjustments.Select(a => a.ToString()))}");

    private static string Join(IEnumerable<string> parts) => string.Join(", ", parts) is { Length: > 0 } text ? text : "nothing";
}
