using System.Buffers;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using SctpConnections.Features;
using SctpConnections.TestShared;
using Xunit;

namespace SctpConnections.Conformance;

/// <summary>The stream and default-pipe views over two real ends.</summary>
public abstract class StreamContract(IConformanceProvider provider) : ConformanceTest(provider)
{
    [Fact]
    public async Task DefaultPipe_RandomFlushes_EchoesEachAsOneMessage()
    {
        await using var host = await ConformanceHost.StartAsync(Provider);
        var pair = await host.ConnectAsync();
        var echo = EchoPipeAsync(pair.ServerContext);
        var transport = pair.Client.DefaultStream;
        var random = new Random(1);
        for (var i = 0; i < 200; i++)
        {
            var payload = Payloads.Create(random.Next(1, 20_000), i);
            transport.Output.SendOptions = new SctpSendOptions { PayloadProtocolIdentifier = (uint)i };
            await transport.Output.WriteAsync(payload).Bounded();

            var result = await transport.Input.ReadAsync().Bounded();
            Assert.True(result.Buffer.ToArray().AsSpan().SequenceEqual(payload), $"message {i}");
            Assert.Equal((uint)i, transport.CurrentMessage.PayloadProtocolIdentifier);
            transport.Input.AdvanceTo(result.Buffer.End);
        }
        await pair.Client.ShutdownAsync().Bounded();
        await echo.Bounded();
        Assert.True((await transport.Input.ReadAsync().Bounded()).IsCompleted);
    }

    [Fact]
    public async Task Streams_ManyAtOnce_EachEchoesItsOwnBytes()
    {
        const int Streams = 30, Messages = 50;
        await using var host = await ConformanceHost.StartAsync(Provider);
        var pair = await host.ConnectAsync();
        var server = EchoStreamsAsync(pair.Server);

        await Task.WhenAll(Enumerable.Range(0, Streams).Select(async id =>
        {
            var stream = pair.Client.OpenStream((ushort)id);
            var random = new Random(id);
            for (var i = 0; i < Messages; i++)
            {
                var payload = Payloads.Create(random.Next(1, 5000), (id * Messages) + i);
                await stream.Output.WriteAsync(payload);
                var result = await stream.Input.ReadAsync();
                Assert.True(result.Buffer.ToArray().AsSpan().SequenceEqual(payload), $"stream {id}, message {i}");
                Assert.Equal(id, stream.CurrentMessage.StreamId);
                stream.Input.AdvanceTo(result.Buffer.End);
            }
        })).Bounded();
        await pair.Client.ShutdownAsync().Bounded();

        Assert.Equal(Streams, await server.Bounded());
    }

    [Fact]
    public async Task Streams_OneWay_MessagesKeepTheirBoundariesAndOrder()
    {
        const int Messages = 3000;
        await using var host = await ConformanceHost.StartAsync(Provider);
        var pair = await host.ConnectAsync();
        var output = pair.Client.OpenStream(1).Output;
        var send = Task.Run(async () =>
        {
            for (var i = 0; i < Messages; i++)
            {
                output.Write(BitConverter.GetBytes(i));
                output.Write(new byte[i % 100]);
                await output.FlushAsync();
            }
        });
        var stream = await pair.Server.AcceptStreamAsync().Bounded();

        for (var i = 0; i < Messages; i++)
        {
            var result = await stream!.Input.ReadAsync().Bounded();
            Assert.Equal(4 + (i % 100), result.Buffer.Length);
            Assert.Equal(i, BitConverter.ToInt32(result.Buffer.ToArray()));
            stream.Input.AdvanceTo(result.Buffer.End);
        }
        await send.Bounded();
    }

    [Fact]
    public async Task ByteStreamMode_LargeFlush_ArrivesWholeInOrder()
    {
        await using var host = await ConformanceHost.StartAsync(Provider);
        var pair = await host.ConnectAsync();
        var payload = Payloads.Create(3_000_000, 1);
        pair.Client.DefaultStream.Output.SendMode = SctpSendMode.ByteStream;
        var send = pair.Client.DefaultStream.Output.WriteAsync(payload).AsTask();
        var received = new MemoryStream();
        while (received.Length < payload.Length)
        {
            var result = await pair.Server.DefaultStream.Input.ReadAsync().Bounded();
            Assert.InRange(result.Buffer.Length, 1, 16 * 1024);
            foreach (var piece in result.Buffer)
            {
                received.Write(piece.Span);
            }
            pair.Server.DefaultStream.Input.AdvanceTo(result.Buffer.End);
        }

        await send.Bounded();
        Assert.True(received.ToArray().AsSpan().SequenceEqual(payload));
    }

    [Fact]
    public async Task Views_ClaimedLate_LoseNothing()
    {
        await using var host = await ConformanceHost.StartAsync(Provider);
        var pair = await host.ConnectAsync();
        for (ushort id = 0; id < 10; id++)
        {
            await pair.Client.SendAsync(id, BitConverter.GetBytes((int)id)).Bounded();
        }
        await Timeouts.Until(() => pair.Server.UnreadBytes == 10 * (4 + 96), "all ten are with the server, unread");

        for (var i = 0; i < 10; i++)
        {
            var stream = await pair.Server.AcceptStreamAsync().Bounded();
            var result = await stream!.Input.ReadAsync().Bounded();
            Assert.Equal(stream.Id, BitConverter.ToInt32(result.Buffer.ToArray()));
            stream.Input.AdvanceTo(result.Buffer.End);
        }
    }

    [Fact]
    public async Task MultiplexedFace_StreamsOfBothSides_Echo()
    {
        await using var host = await ConformanceHost.StartAsync(Provider);
        var listener = await ((IMultiplexedConnectionListenerFactory)host.Binder).BindAsync(Provider.EndPoint);
        var accept = listener.AcceptAsync().AsTask();
        await using var client = await ((IMultiplexedConnectionFactory)host.Connector).ConnectAsync((EndPoint)listener.EndPoint).Bounded();
        await using var server = (await accept.Bounded())!;
        var stream = await client.ConnectAsync().Bounded();
        await stream.Transport.Output.WriteAsync("ask"u8.ToArray()).Bounded();

        var other = (await server.AcceptAsync().Bounded())!;
        var id = other.Features.Get<IStreamIdFeature>()!.StreamId;
        Assert.Equal("ask", await other.Transport.Input.ReadTextAsync());
        await other.Transport.Output.WriteAsync("answer"u8.ToArray()).Bounded();

        Assert.Equal("answer", await stream.Transport.Input.ReadTextAsync());
        Assert.Equal(stream.Features.Get<IStreamIdFeature>()!.StreamId, id);
        Assert.Equal(id, stream.Features.Get<ISctpMessageFeature>()!.Message.StreamId);
        await Task.WhenAll(client.DisposeAsync().AsTask(), server.DisposeAsync().AsTask()).Bounded();
        Assert.Null(await server.AcceptAsync().Bounded());
        await listener.DisposeAsync().Bounded();
    }

    private static async Task EchoPipeAsync(ConnectionContext connection)
    {
        var message = connection.Features.Get<ISctpMessageFeature>()!;
        var send = connection.Features.Get<ISctpSendFeature>()!;
        while (await connection.Transport.Input.ReadAsync() is { IsCompleted: false } result)
        {
            send.SendOptions = new SctpSendOptions { PayloadProtocolIdentifier = message.Message.PayloadProtocolIdentifier };
            foreach (var piece in result.Buffer)
            {
                connection.Transport.Output.Write(piece.Span);
            }
            connection.Transport.Input.AdvanceTo(result.Buffer.End);
            await connection.Transport.Output.FlushAsync();
        }
    }

    private static async Task<int> EchoStreamsAsync(SctpAssociation association)
    {
        var echoes = new List<Task>();
        await foreach (var stream in association.AcceptStreamsAsync())
        {
            echoes.Add(EchoPipeAsync(stream.CreateContext()));
        }
        await Task.WhenAll(echoes);
        return echoes.Count;
    }
}
