using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using SctpConnections;
using SctpConnections.Features;

// Echoes every message on its stream, with its payload protocol identifier and ordering. Options:
//   --listen sctp/127.0.0.1:7000   one or several addresses: sctp/127.0.0.1+127.0.0.2:7000
//   --http 8080                    plain HTTP beside it: how many messages were echoed so far
//   --maxMessage 1048576           the longest message that is taken, in bytes
try
{
    var builder = WebApplication.CreateSlimBuilder(args);
    builder.Logging.ClearProviders();
    var options = builder.Configuration;
    var listen = SctpEndPoint.Parse(options["listen"] ?? "sctp/127.0.0.1:7000");

    builder.WebHost.UseSctp(sctp =>
    {
        sctp.InboundStreams = sctp.OutboundStreams = 1024;
        sctp.MaxMessageSize = options.GetValue("maxMessage", sctp.MaxMessageSize);
    });
    builder.WebHost.ConfigureKestrel(kestrel =>
    {
        kestrel.ListenSctp(listen, association => association.UseSctpShutdownOnStop().Run(Echo.RunAsync));
        if (options.GetValue<ushort?>("http") is { } port)
        {
            kestrel.ListenLocalhost(port);
        }
    });

    var app = builder.Build();
    app.MapGet("/", () => $"{Echo.Messages} messages echoed\n");
    await app.StartAsync();
    foreach (var url in app.Urls)
    {
        Console.WriteLine($"listening on {url.Replace("http://sctp", "sctp", StringComparison.Ordinal)}");
    }
    await app.WaitForShutdownAsync();
    return 0;
}
catch (Exception e)
{
    Console.Error.WriteLine($"EchoServer: {e.Message}");
    return 1;
}

internal static class Echo
{
    private static long s_messages;

    public static long Messages => Interlocked.Read(ref s_messages);

    public static async Task RunAsync(ConnectionContext connection)
    {
        var association = connection.Features.GetRequiredFeature<ISctpAssociationFeature>().Association;
        Console.WriteLine($"{association.Id} up: {association.RemoteEndPoint} to {association.LocalEndPoint}, "
            + $"{association.InboundStreams} streams in, {association.OutboundStreams} out");
        var notifications = PrintNotificationsAsync(association);
        try
        {
            await foreach (var message in association.ReadMessagesAsync())
            {
                await association.SendAsync(message.StreamId, message.Payload, message.ToSendOptions());
                Interlocked.Increment(ref s_messages);
            }
        }
        catch (Exception e) when (e is IOException or ConnectionAbortedException)
        {
            // Either side aborted, or the peer shut down before it had its answers; the line below says which.
        }
        await association.DisposeAsync();
        await notifications;
        Console.WriteLine($"{association.Id} down: {association.CloseReason}");
    }

    private static async Task PrintNotificationsAsync(SctpAssociation association)
    {
        await foreach (var notification in association.ReadNotificationsAsync())
        {
            Console.WriteLine($"{association.Id} {notification}");
        }
    }
}
