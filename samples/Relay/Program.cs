using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using SctpConnections;
using SctpConnections.AspNetCore;
using Microsoft.AspNetCore.Http.Features;
using SctpConnections.Features;

// Passes every association on to another endpoint, message by message, with stream, payload protocol identifier and ordering. Options:
//   --listen sctp/127.0.0.1:7000  --to sctp/127.0.0.1:7001
//   --tcp true                    TCP connections too, from the same port to the same port: iperf3 keeps its control connection there
var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.ClearProviders();
var listen = SctpEndPoint.Parse(builder.Configuration["listen"] ?? "sctp/127.0.0.1:7000");
builder.Services.AddSctpClient("target", client => client.EndPoint = builder.Configuration["to"] ?? "sctp/127.0.0.1:7001");
builder.WebHost.UseSctp().ConfigureKestrel(kestrel =>
{
    var clients = kestrel.ApplicationServices.GetRequiredService<ISctpClientFactory>();
    kestrel.ListenSctp(listen, association => association.Run(context => RelayAsync(context, clients)));
    if (bool.Parse(builder.Configuration["tcp"] ?? "false"))
    {
        var target = SctpEndPoint.Parse(builder.Configuration["to"]!);
        kestrel.Listen(listen.Addresses[0], listen.Port, tcp => tcp.Run(context => RelayTcpAsync(context, new IPEndPoint(target.Addresses[0], target.Port))));
    }
});
var app = builder.Build();
await app.StartAsync();
Console.WriteLine($"relaying {listen}");
await app.WaitForShutdownAsync();

static async Task RelayAsync(ConnectionContext context, ISctpClientFactory clients)
{
    var near = context.Features.GetRequiredFeature<ISctpAssociationFeature>().Association;
    await using var far = await clients.ConnectAsync("target");
    var messages = new long[2];
    // Whichever side ends first ends the other: SCTP has no half-closed state.
    await Task.WhenAny(PassAsync(near, far, messages, 0), PassAsync(far, near, messages, 1));
    await far.DisposeAsync();
    await near.DisposeAsync();
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{near.Id}: {messages[0]} messages there, {messages[1]} back"));
}

static async Task PassAsync(SctpAssociation from, SctpAssociation to, long[] messages, int direction)
{
    try
    {
        await foreach (var message in from.ReadMessagesAsync())
        {
            await to.SendAsync(message.StreamId, message.Payload, message.ToSendOptions());
            messages[direction]++;
        }
    }
    catch (IOException)
    {
        // The end of either side; the caller ends both.
    }
    catch (ConnectionAbortedException)
    {
        // The caller did.
    }
}

static async Task RelayTcpAsync(ConnectionContext near, IPEndPoint target)
{
    using var client = new TcpClient();
    await client.ConnectAsync(target, near.ConnectionClosed);
    await using var far = client.GetStream();
    await using var input = near.Transport.Input.AsStream();
    await using var output = near.Transport.Output.AsStream();
    try
    {
        await Task.WhenAny(input.CopyToAsync(far), far.CopyToAsync(output));
    }
    catch (IOException)
    {
        // A reset is how iperf3 leaves.
    }
}
