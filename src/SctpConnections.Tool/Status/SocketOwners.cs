using System.Globalization;

namespace SctpConnections.Tool.Status;

/// <summary>Finds which process has a socket, as far as this user may see. What was found is remembered; only unknown sockets cost a search.</summary>
internal sealed class SocketOwners(string root = "/proc")
{
    private const string Prefix = "socket:[";
    private Dictionary<long, SocketOwner?> _known = [];

    /// <summary>Makes sure that all of these sockets were looked for, and forgets all others.</summary>
    public void Update(IReadOnlyCollection<long> inodes)
    {
        var known = new Dictionary<long, SocketOwner?>(inodes.Count);
        var isComplete = true;
        foreach (var inode in inodes)
        {
            isComplete &= _known.TryGetValue(inode, out var owner);
            known[inode] = owner;
        }
        _known = known;
        if (!isComplete)
        {
            Search();
        }
    }

    public SocketOwner? Find(long inode) => _known.GetValueOrDefault(inode);

    private void Search()
    {
        foreach (var process in Entries(root, isDirectory: true))
        {
            if (!int.TryParse(Path.GetFileName(process), NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            {
                continue;
            }
            foreach (var descriptor in Entries(Path.Combine(process, "fd"), isDirectory: false))
            {
                if (InodeOf(descriptor) is { } inode && _known.TryGetValue(inode, out var owner) && owner is null)
                {
                    _known[inode] = new SocketOwner(id, NameOf(process));
                }
            }
        }
    }

    // Processes come and go, and those of others are closed: then there is nothing to see.
    private static string[] Entries(string directory, bool isDirectory)
    {
        try
        {
            return isDirectory ? Directory.GetDirectories(directory) : Directory.GetFileSystemEntries(directory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static long? InodeOf(string descriptor)
    {
        try
        {
            return new FileInfo(descriptor).LinkTarget is { } target && target.StartsWith(Prefix, StringComparison.Ordinal)
                && long.TryParse(target.AsSpan(Prefix.Length).TrimEnd(']'), NumberStyles.None, CultureInfo.InvariantCulture, out var inode)
                ? inode
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string NameOf(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "comm")).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}

/// <summary>A process that has a socket.</summary>
internal sealed record SocketOwner(int ProcessId, string Name)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name} {ProcessId}").Trim();
}
