using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using SctpConnections;
using SctpConnections.AspNetCore;
using SctpConnections.Features;

// Passes every association on to another endpoint, message by message, with stream, payload protocol identifier and ordering. Options:
//   --listen sctp/127.0.0.1:7000  --to sctp/127.0.0.1:7001
//   --tcp true                    TCP connections too, from the same port to the same port: iperf3 keeps its control connection there
try
{
    var builder = WebApplication.CreateSlimBuilder(args);
    builder.Logging.ClearProviders();
    var options = builder.Configuration;
    var listen = SctpEndPoint.Parse(options["listen"] ?? "sctp/127.0.0.1:7000");
    var to = SctpEndPoint.Parse(options["to"] ?? "sctp/127.0.0.1:7001");
    var isTcpToo = options.GetValue("tcp", false);

    builder.Services.AddSctpClient("target", client => client.EndPoint = to.ToString());
    builder.WebHost.UseSctp();
    builder.WebHost.ConfigureKestrel(kestrel =>
    {
        var clients = kestrel.ApplicationServices.GetRequiredService<ISctpClientFactory>();
        kestrel.ListenSctp(listen, association => association.UseSctpShutdownOnStop().Run(near => RelayAsync(near, clients)));
        if (isTcpToo)
        {
            var target = new IPEndPoint(to.Addresses[0], to.Port);
            kestrel.Listen(listen.Addresses[0], listen.Port, tcp => tcp.Run(near => RelayTcpAsync(near, target)));
        }
    });
    var app = builder.Build();
    await app.StartAsync();
    Console.WriteLine($"relaying {listen} to {to}");
    await app.WaitForShutdownAsync();
    return 0;
}
catch (Exception e)
{
    Console.Error.WriteLine($"Relay: {e.Message}");
    return 1;
}

static async Task RelayAsync(ConnectionContext context, ISctpClientFactory clients)
{
    var near = context.Features.GetRequiredFeature<ISctpAssociationFeature>().Association;
    SctpAssociation far;
    try
    {
        far = await clients.ConnectAsync("target", context.ConnectionClosed);
    }
    catch (Exception e) when (e is IOException or SocketException or TimeoutException or OperationCanceledException)
    {
        Console.WriteLine($"{near.Id}: {e.Message}");
        near.Abort(e.Message);
        return;
    }
    // Whichever side ends first ends the other: SCTP has no half-closed state.
    var there = PassAsync(near, far);
    var back = PassAsync(far, near);
    await Task.WhenAny(there, back);
    await far.DisposeAsync();
    await near.DisposeAsync();
    Console.WriteLine($"{near.Id}: {await there} messages there, {await back} back");
}

static async Task<long> PassAsync(SctpAssociation from, SctpAssociation to)
{
    var messages = 0L;
    try
    {
        await foreach (var message in from.ReadMessagesAsync())
        {
            await to.SendAsync(message.StreamId, message.Payload, message.ToSendOptions());
            messages++;
        }
    }
    catch (Exception e) when (e is IOException or ConnectionAbortedException)
    {
        // Either side has ended; the caller ends both.
    }
    return messages;
}

static async Task RelayTcpAsync(ConnectionContext near, IPEndPoint target)
{
    var stopping = near.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested ?? near.ConnectionClosed;
    using var client = new TcpClient();
    await client.ConnectAsync(target, stopping);
    await using var far = client.GetStream();
    await using var input = near.Transport.Input.AsStream();
    await using var output = near.Transport.Output.AsStream();
    // A reset is how iperf3 leaves: WhenAny does not throw it.
    await Task.WhenAny(input.CopyToAsync(far, stopping), far.CopyToAsync(output, stopping));
}
