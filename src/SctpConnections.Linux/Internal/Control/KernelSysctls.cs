namespace SctpConnections.Linux.Internal;

/// <summary>The kernel's settings that all associations of a network namespace share: net.sctp.*.</summary>
internal static class KernelSysctls
{
    private const string Folder = "/proc/sys/net/sctp";

    /// <summary>Name, without its prefix, and value of each one that can be read; empty without kernel SCTP.</summary>
    public static IReadOnlyDictionary<string, string> ReadAll()
    {
        var values = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (Directory.Exists(Folder))
        {
            foreach (var file in Directory.EnumerateFiles(Folder))
            {
                if (Read(file) is { } value)
                {
                    values.Add(Path.GetFileName(file), value);
                }
            }
        }
        return values;
    }

    private static string? Read(string file)
    {
        try
        {
            return File.ReadAllText(file).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
