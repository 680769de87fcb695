using System.Diagnostics;
using System.Text.Json;
using SctpConnections.Linux.Tests.Support;
using SctpConnections.TestShared;

namespace SctpConnections.Tool.Tests.Support;

/// <summary>The sctp command as a program, run to its end.</summary>
internal sealed record ToolRun(int Code, string Output, string Error)
{
    public static string Program { get; } = Path.Combine(Path.GetDirectoryName(Repository.Program("SctpConnections.Tool"))!, "sctp");

    public static Task<ToolRun> RunAsync(params string[] arguments) => StartAsync(Program, arguments);

    /// <summary>Any program, such as one that runs sctp under other conditions.</summary>
    public static async Task<ToolRun> StartAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = Repository.Root,
        })!;
        try
        {
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync();
            var error = process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync().Bounded();
            return new ToolRun(process.ExitCode, await output.Bounded(), await error.Bounded());
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    /// <summary>The output as one JSON document; fails when it is anything else.</summary>
    public JsonElement Json() => JsonDocument.Parse(Output).RootElement;
}
