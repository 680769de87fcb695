namespace SctpConnections.Linux.Tests.Support;

/// <summary>The descriptors of this process.</summary>
internal static class Descriptors
{
    /// <summary>How many SCTP sockets are open; other descriptors come and go with the runtime.</summary>
    public static int Sockets => Directory.EnumerateFiles("/proc/self/fd").Count(IsSocket);

    private static bool IsSocket(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget?.StartsWith("socket:", StringComparison.Ordinal) == true;
        }
        catch (IOException)
        {
            // Closed in between.
            return false;
        }
    }
}
