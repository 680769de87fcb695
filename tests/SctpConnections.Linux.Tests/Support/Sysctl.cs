namespace SctpConnections.Linux.Tests.Support;

/// <summary>A setting of the guest's kernel under net.sctp, changed until this is disposed.</summary>
internal sealed class Sysctl : IDisposable
{
    private readonly string _path;
    private readonly string _before;

    public Sysctl(string name, string value)
    {
        _path = Path.Combine("/proc/sys/net/sctp", name);
        _before = File.ReadAllText(_path);
        File.WriteAllText(_path, value);
    }

    public void Dispose() => File.WriteAllText(_path, _before);
}
