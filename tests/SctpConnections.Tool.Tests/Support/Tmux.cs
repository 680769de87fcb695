using SctpConnections.Linux.Tests.Support;
using SctpConnections.TestShared;

namespace SctpConnections.Tool.Tests.Support;

/// <summary>A command on a real terminal: keys go in, the screen can be read.</summary>
internal sealed class Tmux : IAsyncDisposable
{
    private readonly string _server = $"sctp-{Guid.NewGuid():N}";

    public static async Task<Tmux> StartAsync(string command)
    {
        var tmux = new Tmux();
        await Command.RunAsync("env", "TERM=xterm", "tmux", "-L", tmux._server, "-f", "/dev/null", "new-session", "-d", "-x", "160", "-y", "50", $"{command}; echo exit code $?; sleep 60");
        return tmux;
    }

    public Task TypeAsync(string line) => Command.RunAsync("tmux", "-L", _server, "send-keys", line, "Enter");

    /// <summary>Waits until the screen shows a text, and answers the screen.</summary>
    public async Task<string> SeeAsync(string text)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var screen = await Command.RunAsync("tmux", "-L", _server, "capture-pane", "-p");
            if (screen.Contains(text, StringComparison.Ordinal))
            {
                return screen;
            }
            Assert.True(TimeProvider.System.GetElapsedTime(start) < Timeouts.Default, $"'{text}' never stood on the screen:\n{screen}");
        }
    }

    public async ValueTask DisposeAsync() => await Command.RunAsync("tmux", "-L", _server, "kill-server");
}
