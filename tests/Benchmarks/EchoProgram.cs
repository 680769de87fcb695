using Microsoft.AspNetCore.Connections;
using SctpConnections.Features;
using SctpConnections.TestShared;

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
            _ = ServeAsync(connection, Echo.RunAsync(association, isStreams));
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
}
