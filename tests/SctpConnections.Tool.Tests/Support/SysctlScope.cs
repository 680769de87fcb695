namespace SctpConnections.Tool.Tests.Support;

/// <summary>A setting of the kernel for the time of a test.</summary>
internal sealed class SysctlScope : IAsyncDisposable
{
    private readonly string _path;
    private readonly string _before;

    public SysctlScope(string name, string value)
    {
        _path = "/proc/sys/" + name;
        _before = File.ReadAllText(_path);
        File.WriteAllText(_path, value);
    }

    public ValueTask DisposeAsync()
    {
        File.WriteAllText(_path, _before);
        return ValueTask.CompletedTask;
    }
}
