namespace SctpConnections.Linux.Internal;

/// <summary>Reads what the kernel tells in small files. What cannot be read is missing, never an error.</summary>
internal static class KernelFiles
{
    private static readonly string[] s_limits =
    [
        "net.core.rmem_default", "net.core.rmem_max", "net.core.wmem_default", "net.core.wmem_max", "net.core.somaxconn",
        "net.ipv4.ip_local_port_range", "net.sctp.sctp_mem", "net.sctp.sctp_rmem", "net.sctp.sctp_wmem", "fs.file-max",
    ];

    /// <summary>The first line, its white space made single blanks; null when there is none.</summary>
    public static string? ReadLine(string path) => ReadText(path)?.Split('\n', 2)[0] is { } line
        ? string.Join(' ', line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        : null;

    public static string? ReadText(string path)
    {
        try
        {
            return File.Exists(path) ? File.ReadAllText(path) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public static IReadOnlyDictionary<string, string> ReadSettings(string directory = "/proc/sys/net/sctp")
    {
        var settings = new SortedDictionary<string, string>(StringComparer.Ordinal);
        try
        {
            foreach (var file in Directory.Exists(directory) ? Directory.GetFiles(directory) : [])
            {
                if (ReadLine(file) is { } value)
                {
                    settings[Path.GetFileName(file)] = value;
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What has been read so far is all there is.
        }
        return settings;
    }

    public static IReadOnlyDictionary<string, string> ReadLimits()
    {
        var limits = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in s_limits)
        {
            if (ReadLine("/proc/sys/" + name.Replace('.', '/')) is { } value)
            {
                limits[name] = value;
            }
        }
        if (ParseOpenFiles(ReadText("/proc/self/limits") ?? "") is var (soft, hard))
        {
            limits["nofile"] = soft;
            limits["nofile.hard"] = hard;
        }
        return limits;
    }

    /// <summary>The soft and hard limit in the text of <c>/proc/PID/limits</c>.</summary>
    public static (string Soft, string Hard)? ParseOpenFiles(string text)
    {
        const string Name = "Max open files";
        var start = text.IndexOf(Name, StringComparison.Ordinal);
        if (start < 0)
        {
            return null;
        }
        var words = text[(start + Name.Length)..].Split('\n', 2)[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Length >= 2 ? (words[0], words[1]) : null;
    }

    public static bool IsContainer()
        => File.Exists("/.dockerenv")
            || File.Exists("/run/.containerenv")
            || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("container"))
            || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("KUBERNETES_SERVICE_HOST"))
            || Environment.GetEnvironmentVariable("DOTNET_RUNNING_IN_CONTAINER") is "true" or "1";
}
