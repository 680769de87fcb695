namespace SctpConnections.TestShared;

/// <summary>Echoes an association until its end, through one view or the other: what echo servers of tests and benchmarks do.</summary>
public static class Echo
{
    public static Task RunAsync(SctpAssociation association, bool isStreams) => isStreams ? StreamsAsync(association) : MessagesAsync(association);

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
        while (await stream.Input.ReadAsync() is { IsCompleted: false } result)
        {
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
