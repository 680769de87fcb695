using System.Diagnostics;
using System.Text;
using SctpConnections.TestShared;

namespace SctpConnections.Linux.Tests.Support;

/// <summary>A program under the test's control: its lines can be waited for, and it never outlives the test.</summary>
internal sealed class Command : IAsyncDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(150);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly List<(string Text, TaskCompletionSource Seen)> _awaited = [];

    private Command(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = Repository.Root,
        };
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, e) => OnLine(e.Data);
        _process.ErrorDataReceived += (_, e) => OnLine(e.Data);
        _process.Start();
        _process.StandardInput.Close();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    public static Command Start(string program, params string[] arguments) => new(program, arguments);

    /// <summary>Runs a program to its end, which must be a good one, and returns its output.</summary>
    public static async Task<string> RunAsync(string program, params string[] arguments)
    {
        await using var command = Start(program, arguments);
        return await command.ExpectSuccessAsync();
    }

    public async Task<string> ExpectSuccessAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(s_limit);
        Assert.True(_process.ExitCode == 0, $"{_process.StartInfo.FileName} ended with {_process.ExitCode}:\n{Output}");
        return Output;
    }

    /// <summary>Waits until the output holds a text.</summary>
    public async Task WaitForAsync(string text)
    {
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_output)
        {
            if (_output.ToString().Contains(text, StringComparison.Ordinal))
            {
                return;
            }
            _awaited.Add((text, seen));
        }
        try
        {
            await seen.Task.Bounded();
        }
        catch (TimeoutException)
        {
            Assert.Fail($"'{text}' never came from {_process.StartInfo.FileName}:\n{Output}");
        }
    }

    /// <summary>Asks the program to end (SIGTERM) and waits until it has.</summary>
    public async Task<string> StopAsync()
    {
        if (!_process.HasExited)
        {
            using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
            await _process.WaitForExitAsync().Bounded();
        }
        return Output;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }
        _process.Dispose();
    }

    private void OnLine(string? line)
    {
        if (line is null)
        {
            return;
        }
        lock (_output)
        {
            _output.AppendLine(line);
            foreach (var (text, seen) in _awaited)
            {
                if (line.Contains(text, StringComparison.Ordinal))
                {
                    seen.TrySetResult();
                }
            }
        }
    }
}
