using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using SctpConnections.Features;

namespace SctpConnections.Benchmarks;

/// <summary>Managed memory of associations and streams, and allocations per message, with both ends in this process.</summary>
internal static class MemoryProgram
{
    public static async Task<int> RunAsync(Arguments arguments)
    {
        var count = arguments.Number("associations", 500);
        await using var listener = await Setup.ListenAsync(arguments.Number("port", 7002), isInline: false);
        var kept = new List<ConnectionContext>();
        var clients = new List<SctpAssociation>();
        for (var i = 0; i < 20; i++)
        {
            await OpenAsync(listener, kept, clients);
        }
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < count; i++)
        {
            await OpenAsync(listener, kept, clients);
        }
        var idle = (GC.GetTotalMemory(forceFullCollection: true) - before) / (2.0 * count);
        await OpenAsync(listener, kept, clients, streams: 2000);
        var server = kept[^1].Features.Get<ISctpAssociationFeature>()!.Association;
        var stream = await MeasureStreamsAsync(server, clients[^1]);
        var perMessage = await MeasureMessagesAsync(server.OpenStream(0), clients[^1].OpenStream(0));
        // What the awaiting loops themselves allocate, shown by pipes that are not ours.
        var (there, back) = (new Pipe(), new Pipe());
        var ofLoops = await MeasureMessagesAsync(new Ends(there.Reader, back.Writer), new Ends(back.Reader, there.Writer));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $$"""{"idle_association_bytes":{{idle:F0}},"used_stream_bytes":{{stream:F0}},"allocated_bytes_per_message":{{perMessage:F2}},"the_same_over_system_io_pipelines":{{ofLoops:F2}}}"""));
        foreach (var client in clients)
        {
            client.Abort();
        }
        GC.KeepAlive(kept);
        return 0;
    }

    private static async Task OpenAsync(IConnectionListener listener, List<ConnectionContext> kept, List<SctpAssociation> clients, int streams = 64)
    {
        var accept = listener.AcceptAsync();
        clients.Add(await Setup.ConnectAsync(((SctpEndPoint)listener.EndPoint).Port, options => options.OutboundStreams = (ushort)streams));
        var connection = await accept;
        _ = connection!.Features.Get<ISctpAssociationFeature>()!.Association.Id;
        kept.Add(connection);
    }

    /// <summary>Uses every stream that the client may send on once, and measures what stays of it at either end.</summary>
    private static async Task<double> MeasureStreamsAsync(SctpAssociation server, SctpAssociation client)
    {
        var payload = new byte[64];
        var streams = client.OutboundStreams;
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < streams; i++)
        {
            await client.OpenStream((ushort)i).Output.WriteAsync(payload);
            var input = server.OpenStream((ushort)i).Input;
            var result = await input.ReadAsync();
            input.AdvanceTo(result.Buffer.End);
        }
        return (GC.GetTotalMemory(forceFullCollection: true) - before) / (2.0 * streams);
    }

    private static async Task<double> MeasureMessagesAsync(IDuplexPipe server, IDuplexPipe client)
    {
        const int Messages = 50_000;
        await Task.WhenAll(AnswerAsync(server, Messages), AskAsync(client, Messages));
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        await Task.WhenAll(AnswerAsync(server, Messages), AskAsync(client, Messages));
        // Each message is sent and received, there and back.
        return (GC.GetTotalAllocatedBytes(precise: true) - allocated) / (4.0 * Messages);
    }

    private static async Task AskAsync(IDuplexPipe stream, int messages)
    {
        var payload = new byte[64];
        for (var i = 0; i < messages; i++)
        {
            await stream.Output.WriteAsync(payload);
            var result = await stream.Input.ReadAsync();
            stream.Input.AdvanceTo(result.Buffer.End);
        }
    }

    private static async Task AnswerAsync(IDuplexPipe stream, int messages)
    {
        for (var i = 0; i < messages; i++)
        {
            var result = await stream.Input.ReadAsync();
            result.Buffer.CopyTo(stream.Output.GetSpan((int)result.Buffer.Length));
            stream.Output.Advance((int)result.Buffer.Length);
            stream.Input.AdvanceTo(result.Buffer.End);
            await stream.Output.FlushAsync();
        }
    }

    private sealed record Ends(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
