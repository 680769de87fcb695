using Microsoft.AspNetCore.Connections;
using SctpConnections.Features;

namespace SctpConnections.Benchmarks;

/// <summary>The echo server under test: the twin of <c>echo_server.c</c>.</summary>
internal static class EchoProgram
{
    public static async Task<int> RunAsync(Arguments arguments)
    {
        var isStreams = arguments.Text("view", "messages") == "streams";
        await using var listener = await Setup.ListenAsync(arguments.Number("port", 7000), arguments.Has("inline"));
        Console.WriteLine("ready");
        while (await listener.AcceptAsync() is { } connection)
        {
            var association = connection.Features.Get<ISctpAssociationFeature>()!.Association;
            _ = ServeAsync(connection, isStreams ? StreamsAsync(association) : MessagesAsync(association));
        }
        return 0;
    }

    private static async Task ServeAsync(ConnectionContext connection, Task echo)
    {
        try
        {
            await echo;
        }
        catch (SctpAbortedException)
        {
            // How a load program leaves.
        }
        await connection.DisposeAsync();
    }

    private static async Task MessagesAsync(SctpAssociation association)
    {
        await foreach (var message in association.ReadMessagesAsync())
        {
            await association.SendAsync(message.StreamId, message.Payload, message.ToSendOptions());
        }
    }

    private static async Task StreamsAsync(SctpAssociation association)
    {
        var streams = new List<Task>();
        while (await association.AcceptStreamAsync() is { } stream)
        {
            streams.Add(StreamAsync(stream));
        }
        await Task.WhenAll(streams);
    }

    private static async Task StreamAsync(SctpStream stream)
    {
        while (true)
        {
            var result = await stream.Input.ReadAsync();
            if (result.IsCompleted)
            {
                return;
            }
            var info = stream.CurrentMessage;
            foreach (var piece in result.Buffer)
            {
                piece.Span.CopyTo(stream.Output.GetSpan(piece.Length));
                stream.Output.Advance(piece.Length);
            }
            stream.Input.AdvanceTo(result.Buffer.End);
            await stream.Output.FlushAsync(new SctpSendOptions { PayloadProtocolIdentifier = info.PayloadProtocolIdentifier, IsUnordered = info.IsUnordered });
        }
    }
}
