using System.Text.RegularExpressions;

namespace SctpConnections.Tests;

/// <summary>The README names a test for each row of its tables, so a test that is renamed must be renamed there too.</summary>
public sealed partial class ReadmeTests
{
    [Fact]
    public void Tables_EveryTestThatTheyName_IsThere()
    {
        var root = FindRoot();
        var named = Name().Matches(File.ReadAllText(Path.Combine(root, "README.md"))).Select(match => match.Groups[1].Value).Distinct().ToList();
        var there = Directory.EnumerateFiles(Path.Combine(root, "tests"), "*.cs", SearchOption.AllDirectories).Select(Path.GetFileNameWithoutExtension).ToHashSet();

        Assert.True(named.Count > 40);
        Assert.All(named, name => Assert.Contains(name, there));
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "SctpConnections.sln")))
        {
            folder = folder.Parent;
        }
        return folder?.FullName ?? throw new InvalidOperationException("The repository is not above the tests.");
    }

    [GeneratedRegex("`([A-Z][A-Za-z]+(?:Tests|Row))`")]
    private static partial Regex Name();
}
