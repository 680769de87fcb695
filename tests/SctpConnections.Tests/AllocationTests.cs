// Awaiting would leave the one thread whose allocations are counted.
#pragma warning disable CA2012
using System.Buffers;
using SctpConnections.TestShared;

namespace SctpConnections.Tests;

public sealed class AllocationTests(ITestOutputHelper output) : IClassFixture<LeakCheck>
{
    private const int Messages = 10_000;

    private static readonly byte[] s_payload = Payloads.Create(100, 1);

    private static ScriptedChannel Channel => new() { IsManual = true, IsRecording = false };

    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    public async Task MessageView_Echo_AllocatesNothing(int batch)
    {
        var channel = Channel;
        var association = Scripted.Associate(channel);
        var echo = EchoMessagesAsync(association);

        await MeasureAsync(channel, association, echo, batch);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    public async Task StreamPipe_Echo_AllocatesNothing(int batch)
    {
        var channel = Channel;
        var association = Scripted.Associate(channel);
        var echo = EchoPipeAsync(association.OpenStream(0));

        await MeasureAsync(channel, association, echo, batch);
    }

    [Fact]
    public async Task SendAsync_OneWay_AllocatesNothing()
    {
        var channel = Channel;
        var association = Scripted.Associate(channel);
        void Run()
        {
            for (var i = 0; i < Messages; i++)
            {
                var send = association.SendAsync(0, s_payload);
                Assert.True(send.IsCompletedSuccessfully);
                if (i % 100 == 0)
                {
                    channel.RunScheduled();
                }
            }
            channel.RunScheduled();
        }
        Run();
        Run();

        var allocated = Allocated(Run);

        Assert.Equal(3 * Messages, channel.TotalSent);
        AssertNothing(allocated, "one way");
        await EndAsync(channel, association);
    }

    [Fact]
    public async Task SendAsync_Waiting_AllocatesNothing()
    {
        var channel = Channel;
        var association = Scripted.Associate(channel);
        var large = new byte[20_000];
        var pending = new ValueTask[1];
        void Run()
        {
            for (var i = 0; i < Messages; i++)
            {
                channel.Room = 0;
                pending[0] = association.SendAsync(0, large);
                Assert.False(pending[0].IsCompleted);
                channel.Room = int.MaxValue;
                channel.Sink.OnWritable();
                Assert.True(pending[0].IsCompletedSuccessfully);
                pending[0].GetAwaiter().GetResult();
            }
        }
        Run();

        AssertNothing(Allocated(Run), "waiting send");
        await EndAsync(channel, association);
    }

    [Fact]
    public void Association_Idle_HoldsAtMost4KiB()
    {
        const int Count = 2000;
        var options = new SctpAssociationOptions();
        var channels = Enumerable.Range(0, Count).Select(_ => Channel).ToArray();
        var associations = new SctpAssociation[Count];
        _ = Scripted.Associate(Channel, options);

        var size = Size(() =>
        {
            for (var i = 0; i < Count; i++)
            {
                associations[i] = Scripted.Associate(channels[i], options);
            }
        }) / Count;

        output.WriteLine($"idle association: {size} bytes");
        Assert.InRange(size, 1, 4096);
        GC.KeepAlive(associations);
    }

    [Fact]
    public void Streams_Unused_CostNothing()
    {
        const int Count = 500;
        SctpAssociation[] Make(int streams) =>
            [.. Enumerable.Range(0, Count).Select(_ => Scripted.Associate(new ScriptedChannel { Inbound = streams, Outbound = streams }))];
        _ = Make(1);
        SctpAssociation[]? few = null, many = null;

        var sizeOfFew = Size(() => few = Make(10)) / Count;
        var sizeOfMany = Size(() => many = Make(65_535)) / Count;

        output.WriteLine($"association of 10 streams: {sizeOfFew}, of 65535: {sizeOfMany} bytes (with its channel)");
        Assert.InRange(sizeOfMany - sizeOfFew, -256, 256);
        GC.KeepAlive((few, many));
    }

    [Fact]
    public void Stream_UsedAndDrained_HoldsAtMost512Bytes()
    {
        const int Count = 20_000;
        var channel = new ScriptedChannel { Inbound = 65_535, Outbound = 65_535, IsManual = true, IsRecording = false };
        var association = Scripted.Associate(channel);
        void Use(int id)
        {
            channel.Feed(s_payload, (ushort)id);
            channel.EndBatch();
            var stream = association.OpenStream((ushort)id);
            Assert.True(stream.Input.TryRead(out var result));
            stream.Input.AdvanceTo(result.Buffer.End);
            stream.Output.Write(s_payload);
            Assert.True(stream.Output.FlushAsync().IsCompletedSuccessfully);
            Assert.False(stream.Input.ReadAsync().IsCompleted);
            channel.RunScheduled();
        }
        Use(Count);

        var size = Size(() =>
        {
            for (var i = 0; i < Count; i++)
            {
                Use(i);
            }
        }) / Count;

        output.WriteLine($"used and drained stream: {size} bytes");
        Assert.InRange(size, 1, 512);
        GC.KeepAlive(association);
    }

    private async Task MeasureAsync(ScriptedChannel channel, SctpAssociation association, Task echo, int batch)
    {
        void Run()
        {
            for (var i = 0; i < Messages; i++)
            {
                channel.Feed(s_payload);
                if (i % batch == batch - 1)
                {
                    channel.EndBatch();
                    channel.RunScheduled();
                }
            }
            channel.EndBatch();
            channel.RunScheduled();
        }
        Run();
        Run();

        var allocated = Allocated(Run);

        Assert.Equal(3 * Messages, channel.TotalSent);
        AssertNothing(allocated, $"echo in batches of {batch}");
        await EndAsync(channel, association);
        await echo.Bounded();
    }

    private static async Task EndAsync(ScriptedChannel channel, SctpAssociation association)
    {
        channel.ReportClosed(new SctpCloseReason(SctpCloseKind.Shutdown, SctpCloseSide.Peer));
        channel.RunScheduled();
        channel.IsManual = false;
        await association.DisposeAsync().Bounded();
    }

    private void AssertNothing(long allocated, string what)
    {
        output.WriteLine($"{what}: {allocated} bytes for {Messages} messages");
        // Pools may grow once in a while; a byte per message would be ten thousand.
        Assert.InRange(allocated, 0, Messages / 2);
    }

    private static long Allocated(Action action)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static long Size(Action action)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        action();
        return GC.GetTotalMemory(forceFullCollection: true) - before;
    }

    private static async Task EchoMessagesAsync(SctpAssociation association)
    {
        await foreach (var message in association.ReadMessagesAsync())
        {
            await association.SendAsync(message.StreamId, message.Payload, message.ToSendOptions());
        }
    }

    private static async Task EchoPipeAsync(SctpStream stream)
    {
        while (true)
        {
            var result = await stream.Input.ReadAsync();
            foreach (var piece in result.Buffer)
            {
                piece.Span.CopyTo(stream.Output.GetSpan(piece.Length));
                stream.Output.Advance(piece.Length);
            }
            stream.Input.AdvanceTo(result.Buffer.End);
            if (result.IsCompleted)
            {
                break;
            }
            await stream.Output.FlushAsync();
        }
        stream.Input.Complete();
        stream.Output.Complete();
    }
}
