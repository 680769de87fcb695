namespace SctpConnections.Linux.Tests.Support;

/// <summary>Where the repository's files and built programs are.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string Peer(string name) => Path.Combine(Root, "tests", "peers", name);

    /// <summary>A sample or another program of the repository, built in the configuration of this test.</summary>
    public static string Program(string name)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Name;
        return Path.Combine(Root, "artifacts", "bin", name, configuration, name);
    }

    private static string FindRoot()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "SctpConnections.sln")))
            {
                return directory.FullName;
            }
        }
        throw new InvalidOperationException("The repository's root was not found above the test program.");
    }
}
