using System.Buffers;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using System.Diagnostics.Metrics;
using System.IO.Pipelines;

namespace SctpConnections.TestShared;

/// <summary>Makes associations over a <see cref="ScriptedChannel"/>, and turns bytes into text.</summary>
public static class Scripted
{
    public static SctpAssociation Associate(
        ScriptedChannel channel, SctpAssociationOptions? options = null, ILoggerFactory? loggers = null, IMeterFactory? meters = null)
    {
        var logger = loggers?.CreateLogger(SctpLog.Category) ?? NullLogger.Instance;
        return new SctpAssociation(
            channel, options ?? new SctpAssociationOptions(), new AssociationEnvironment(logger, new SctpMetrics(meters), "scripted", IsClient: false));
    }

    public static string Text(this ReadOnlySequence<byte> bytes) => Encoding.ASCII.GetString(bytes);

    public static string Text(this byte[] bytes) => Encoding.ASCII.GetString(bytes);

    public static ReadOnlyMemory<byte> Bytes(string text) => Encoding.ASCII.GetBytes(text);

    /// <summary>Reads one message from a pipe and consumes it whole.</summary>
    public static async Task<string> ReadTextAsync(this PipeReader reader)
    {
        var result = await reader.ReadAsync().Bounded();
        var text = result.Buffer.Text();
        reader.AdvanceTo(result.Buffer.End);
        return text;
    }
}
