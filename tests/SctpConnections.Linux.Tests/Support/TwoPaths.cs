namespace SctpConnections.Linux.Tests.Support;

/// <summary>Two network namespaces, a and b, joined by two links.</summary>
internal sealed class TwoPaths : IAsyncDisposable
{
    private static readonly string s_script = Repository.Peer("netns.sh");

    private TwoPaths()
    {
    }

    public static async Task<TwoPaths> CreateAsync()
    {
        await Command.RunAsync(s_script, "down");
        await Command.RunAsync(s_script, "up");
        return new TwoPaths();
    }

    public static Task LinkAsync(int link, bool isUp) => Command.RunAsync(s_script, isUp ? "link-up" : "link-down", link.ToString(System.Globalization.CultureInfo.InvariantCulture));

    public static Task LossAsync(int percent) => Command.RunAsync(s_script, "loss", percent.ToString(System.Globalization.CultureInfo.InvariantCulture));

    public static Command Start(char side, string program, params string[] arguments) => Command.Start(s_script, ["run", side.ToString(), program, .. arguments]);

    public async ValueTask DisposeAsync() => await Command.RunAsync(s_script, "down");
}
