namespace SctpConnections.Linux.Tests.Support;

/// <summary>A network interface that swallows what is sent to others, and is local to itself.</summary>
internal sealed class DummyInterface : IAsyncDisposable
{
    private readonly string _name;

    private DummyInterface(string name) => _name = name;

    public int Index => int.Parse(File.ReadAllText($"/sys/class/net/{_name}/ifindex"), System.Globalization.CultureInfo.InvariantCulture);

    public static async Task<DummyInterface> AddAsync(string name, params string[] addresses)
    {
        await Command.RunAsync("ip", "link", "add", name, "type", "dummy");
        foreach (var address in addresses)
        {
            await Command.RunAsync("ip", address.Contains(':') ? ["addr", "add", address, "dev", name, "nodad"] : ["addr", "add", address, "dev", name]);
        }
        await Command.RunAsync("ip", "link", "set", name, "up");
        return new DummyInterface(name);
    }

    public async ValueTask DisposeAsync() => await Command.RunAsync("ip", "link", "del", _name);
}
