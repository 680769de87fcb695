namespace SctpConnections.Linux.Internal;

/// <summary>The texts below <c>/proc/net/sctp</c>; a file that cannot be read is empty.</summary>
internal sealed record ProcFiles(string Associations, string EndPoints, string Paths, string Counters)
{
    private const string Directory = "/proc/net/sctp/";

    public static bool Exists => File.Exists(Directory + "snmp");

    public static ProcFiles Read() => new(Text("assocs"), Text("eps"), Text("remaddr"), Text("snmp"));

    private static string Text(string name) => KernelFiles.ReadText(Directory + name) ?? "";
}
