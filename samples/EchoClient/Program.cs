using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics;
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
//   --interval 0                    milliseconds from an answer to the next message
try
{
    await RunAsync(args);
    return 0;
}
catch (Exception e)
{
    Console.Error.WriteLine($"EchoClient: {e.Message}");
    return 1;
}

static async Task RunAsync(string[] args)
{
    var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { Args = args });
    builder.Configuration.AddCommandLine(args);
    builder.Logging.ClearProviders();
    var options = builder.Configuration.Get<EchoOptions>() ?? new EchoOptions();
    if (options is { Count: < 1 } or { Window: < 1 } or { Interval: < 0 } or { Size: < Echo.HeadSize or > 1024 * 1024 })
    {
        throw new ArgumentException($"--count and --window begin at 1, --size at {Echo.HeadSize}, --interval at 0.");
    }
    builder.Services.AddSctpClient("echo", client =>
    {
        client.EndPoint = options.Connect;
        client.LocalEndPoint = options.Local;
        client.OutboundStreams = client.InboundStreams = options.Streams;
    });
    using var host = builder.Build();
    await host.StartAsync();
    // Ctrl+C and SIGTERM end the run early, with a graceful shutdown and the figures so far.
    var stopping = host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;

    var clients = host.Services.GetRequiredService<ISctpClientFactory>();
    await using var association = await clients.ConnectAsync("echo", stopping);
    Console.WriteLine($"{association.LocalEndPoint} to {association.RemoteEndPoint}, {association.OutboundStreams} streams out, {association.InboundStreams} in");
    await new Echo(association, options).RunAsync(stopping);
}

internal sealed class EchoOptions
{
    public string Connect { get; set; } = "sctp/127.0.0.1:7000";
    public string? Local { get; set; }
    public int Count { get; set; } = 1000;
    public int Size { get; set; } = 64;
    public ushort Streams { get; set; } = 4;
    public uint Ppid { get; set; } = (uint)PayloadProtocolIdentifier.Echo;
    public bool Unordered { get; set; }
    public int Window { get; set; } = 1;
    public int Interval { get; set; }
}

internal sealed class Echo(SctpAssociation association, EchoOptions options)
{
    public const int HeadSize = 12;

    private readonly List<double> _roundTrips = [];
    private readonly int _streams = Math.Min(association.OutboundStreams, association.InboundStreams);
    private readonly byte[] _payload = new byte[options.Size];
    private readonly SctpSendOptions _send = new() { PayloadProtocolIdentifier = options.Ppid, IsUnordered = options.Unordered };
    private int _sent;

    public async Task RunAsync(CancellationToken stopping)
    {
        new Random(1).NextBytes(_payload);
        var started = Stopwatch.GetTimestamp();
        try
        {
            await ExchangeAsync(stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            Console.WriteLine($"stopped after {_roundTrips.Count} of {options.Count} messages");
        }
        Print(Stopwatch.GetElapsedTime(started).TotalSeconds);
        if (_roundTrips.Count < options.Count && !stopping.IsCancellationRequested)
        {
            throw new InvalidDataException($"Only {_roundTrips.Count} of {options.Count} messages came back. {association.CloseReason}");
        }
    }

    private async Task ExchangeAsync(CancellationToken stopping)
    {
        while (_sent < Math.Min(options.Window, options.Count))
        {
            await SendAsync(stopping);
        }
        await foreach (var message in association.ReadMessagesAsync(stopping))
        {
            Check(message);
            if (_roundTrips.Count == options.Count)
            {
                break;
            }
            if (_sent < options.Count)
            {
                await Task.Delay(options.Interval, stopping);
                await SendAsync(stopping);
            }
        }
    }

    private ValueTask SendAsync(CancellationToken stopping)
    {
        BinaryPrimitives.WriteInt32LittleEndian(_payload, _sent);
        BinaryPrimitives.WriteInt64LittleEndian(_payload.AsSpan(4), Stopwatch.GetTimestamp());
        return association.SendAsync((ushort)(_sent++ % _streams), _payload, _send, stopping);
    }

    private void Check(in SctpMessage message)
    {
        Span<byte> answer = message.Payload.ToArray();
        var number = answer.Length == _payload.Length ? BinaryPrimitives.ReadInt32LittleEndian(answer) : -1;
        if (number < 0 || message.StreamId != number % _streams || !answer[HeadSize..].SequenceEqual(_payload.AsSpan(HeadSize))
            || message.PayloadProtocolIdentifier != _send.PayloadProtocolIdentifier || message.IsUnordered != _send.IsUnordered)
        {
            throw new InvalidDataException($"Answer {number} is not what was sent: {message.Info}");
        }
        _roundTrips.Add(Stopwatch.GetElapsedTime(BinaryPrimitives.ReadInt64LittleEndian(answer[4..])).TotalMicroseconds);
    }

    private void Print(double seconds)
    {
        var count = _roundTrips.Count;
        Console.WriteLine($"{count} messages of {_payload.Length} bytes in {seconds:F3} s: {count / seconds:F0} messages/s, {count * (long)_payload.Length / seconds / 1e6:F2} MB/s");
        _roundTrips.Sort();
        double Percentile(double share) => count == 0 ? 0 : _roundTrips[(int)((count - 1) * share)];
        Console.WriteLine($"round trip: p50 {Percentile(0.5):F0} us, p90 {Percentile(0.9):F0} us, p99 {Percentile(0.99):F0} us, max {Percentile(1):F0} us");
    }
}
