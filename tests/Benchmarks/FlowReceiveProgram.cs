using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using SctpConnections.Features;

namespace SctpConnections.Benchmarks;

/// <summary>Counts one flow: the twin of <c>flow_recv.c</c>.</summary>
internal static class FlowReceiveProgram
{
    public static async Task<int> RunAsync(Arguments arguments)
    {
        var warmup = arguments.Number("warmup", 0);
        var count = arguments.Number("count", 200_000) + warmup;
        await using var listener = await Setup.ListenAsync(arguments.Number("port", 7001), isInline: false);
        Console.WriteLine("ready");
        await using var connection = await listener.AcceptAsync();
        var association = connection!.Features.Get<ISctpAssociationFeature>()!.Association;
        long start = 0;
        long bytes = 0;
        var received = 0;
        if (arguments.Text("view", "messages") == "streams")
        {
            var input = association.OpenStream(0).Input;
            while (received < count && await input.ReadAsync() is { IsCompleted: false } result)
            {
                Count(result.Buffer);
                input.AdvanceTo(result.Buffer.End);
            }
        }
        else
        {
            await foreach (var message in association.ReadMessagesAsync())
            {
                Count(message.Payload);
                if (received == count)
                {
                    break;
                }
            }
        }
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $$"""{"messages":{{received - warmup}},"seconds":{{seconds:F3}},"msg_per_s":{{(received - warmup) / seconds:F0}},"mb_per_s":{{bytes / seconds / 1e6:F2}}}"""));
        return received == count ? 0 : 1;

        void Count(in ReadOnlySequence<byte> payload)
        {
            if (received++ == warmup)
            {
                start = Stopwatch.GetTimestamp();
            }
            bytes += received > warmup ? payload.Length : 0;
        }
    }
}
