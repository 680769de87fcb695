using System.Buffers.Binary;

namespace SctpConnections.Benchmarks;

/// <summary>Sends one flow as fast as it goes: the twin of <c>flow_send.c</c>. Each message begins with its number.</summary>
internal static class FlowSendProgram
{
    public static async Task<int> RunAsync(Arguments arguments)
    {
        var count = arguments.Number("count", 200_000);
        var payload = new byte[arguments.Number("size", 64)];
        await using var association = await Setup.ConnectAsync(arguments.Number("port", 7001));
        if (arguments.Text("view", "messages") == "streams")
        {
            var output = association.OpenStream(0).Output;
            for (var i = 0; i < count; i++)
            {
                Stamp(payload, i);
                payload.CopyTo(output.GetSpan(payload.Length));
                output.Advance(payload.Length);
                await output.FlushAsync();
            }
        }
        else
        {
            for (var i = 0; i < count; i++)
            {
                Stamp(payload, i);
                await association.SendAsync(0, payload);
            }
        }
        await association.ShutdownAsync();
        return 0;
    }

    private static void Stamp(byte[] payload, int number) => BinaryPrimitives.WriteUInt64LittleEndian(payload, (ulong)number);
}
