using System.Diagnostics;
using System.Globalization;
using SctpConnections.Linux.Tests.Support;
using SctpConnections.TestShared;

namespace SctpConnections.Tool.Tests.Support;

/// <summary>The sctp command while it runs; it says on standard error when it is ready.</summary>
internal sealed class LiveTool : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task<string> _output;
    private string _error = "";

    private LiveTool(Process process)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync();
    }

    public static async Task<LiveTool> StartAsync(params string[] arguments)
    {
        var process = Process.Start(new ProcessStartInfo(ToolRun.Program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Repository.Root,
        })!;
        var live = new LiveTool(process);
        live._error = await process.StandardError.ReadLineAsync().Bounded() + "\n";
        return live;
    }

    /// <summary>Waits until it ends by itself.</summary>
    public async Task<ToolRun> EndAsync()
    {
        _error += await _process.StandardError.ReadToEndAsync().Bounded();
        await _process.WaitForExitAsync().Bounded();
        return new ToolRun(_process.ExitCode, await _output.Bounded(), _error);
    }

    /// <summary>As Ctrl-C does.</summary>
    public async Task<ToolRun> InterruptAsync()
    {
        using var kill = Process.Start("kill", ["-INT", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        return await EndAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync().Bounded();
        }
        _process.Dispose();
    }
}
