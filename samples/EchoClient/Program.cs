using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SctpConnections;
using SctpConnections.AspNetCore;

// Sends messages to an echo server, checks every answer, and prints rate and round trips. Options:
//   --connect sctp/127.0.0.1:7000   one or several addresses of the peer
//   --local sctp/127.0.0.1:0        one or several local addresses
//   --count 1000  --size 64  --streams 4  --ppid 38  --unordered true
//   --window 1                      messages under way at a time; 1 measures round trips
var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { Args = args });
builder.Configuration.AddCommandLine(args);
builder.Logging.ClearProviders();
var options = builder.Configuration;
var count = Number("count", 1000);
var size = Math.Max(Number("size", 64), 12);
var streams = Number("streams", 4);
var window = Number("window", 1);
builder.Services.AddSctpClient("echo", client =>
{
    client.EndPoint = options["connect"] ?? "sctp/127.0.0.1:7000";
    client.LocalEndPoint = options["local"];
    client.OutboundStreams = client.InboundStreams = (ushort)streams;
});
using var host = builder.Build();

await using var association = await host.Services.GetRequiredService<ISctpClientFactory>().ConnectAsync("echo");
streams = Math.Min(streams, association.OutboundStreams);
Console.WriteLine($"{association.LocalEndPoint} to {association.RemoteEndPoint}, {association.OutboundStreams} streams out, {association.InboundStreams} in");

var send = new SctpSendOptions
{
    PayloadProtocolIdentifier = (uint)Number("ppid", (int)PayloadProtocolIdentifier.Echo),
    IsUnordered = bool.Parse(options["unordered"] ?? "false"),
};
var roundTrips = new List<double>(count);
var payload = new byte[size];
new Random(1).NextBytes(payload);
var sent = 0;
var received = 0;
var started = Stopwatch.GetTimestamp();
for (; sent < Math.Min(window, count); sent++)
{
    await SendAsync(sent);
}
await foreach (var message in association.ReadMessagesAsync())
{
    Check(message);
    if (++received == count)
    {
        break;
    }
    if (sent < count)
    {
        await SendAsync(sent++);
    }
}
var elapsed = Stopwatch.GetElapsedTime(started);
await association.ShutdownAsync();
if (received < count)
{
    throw new InvalidDataException($"Only {received} of {count} messages came back. {association.CloseReason}");
}

Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
    $"{count} messages of {size} bytes in {elapsed.TotalSeconds:F3} s: {count / elapsed.TotalSeconds:F0} messages/s, {count * (long)size / elapsed.TotalSeconds / 1e6:F2} MB/s"));
roundTrips.Sort();
Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
    $"round trip: p50 {Percentile(0.5):F0} us, p90 {Percentile(0.9):F0} us, p99 {Percentile(0.99):F0} us, max {Percentile(1):F0} us"));

int Number(string name, int fallback) => int.Parse(options[name] ?? fallback.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

double Percentile(double share) => roundTrips[(int)((roundTrips.Count - 1) * share)];

ValueTask SendAsync(int number)
{
    BinaryPrimitives.WriteInt32LittleEndian(payload, number);
    BinaryPrimitives.WriteInt64LittleEndian(payload.AsSpan(4), Stopwatch.GetTimestamp());
    return association.SendAsync((ushort)(number % streams), payload, send);
}

void Check(in SctpMessage message)
{
    Span<byte> head = stackalloc byte[12];
    message.Payload.Slice(0, 12).CopyTo(head);
    roundTrips.Add(Stopwatch.GetElapsedTime(BinaryPrimitives.ReadInt64LittleEndian(head[4..])).TotalMicroseconds);
    var number = BinaryPrimitives.ReadInt32LittleEndian(head);
    var isSame = message.Length == size && message.StreamId == number % streams && message.PayloadProtocolIdentifier == send.PayloadProtocolIdentifier
        && message.IsUnordered == send.IsUnordered && message.Payload.Slice(12).ToArray().AsSpan().SequenceEqual(payload.AsSpan(12));
    if (!isSame)
    {
        throw new InvalidDataException($"Answer {number} is not what was sent: {message.Info}");
    }
}
