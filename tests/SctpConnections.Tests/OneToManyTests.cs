using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SctpConnections.Providers;
using SctpConnections.TestShared;

namespace SctpConnections.Tests;

/// <summary>Opening one-to-many sockets; what they do is tested on the kernel.</summary>
public sealed class OneToManyTests
{
    [Fact]
    public void OpenOneToMany_ProviderWithoutThem_NamesIt()
    {
        var provider = new FailingProvider(() => null);

        var error = Assert.Throws<NotSupportedException>(() => Factory(provider).OpenOneToMany(SctpEndPoint.Loopback(1)));

        Assert.Contains($"'{provider.Name}'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(1.5)]
    public void OpenOneToMany_AutoCloseNotInSeconds_IsRefused(double seconds)
    {
        var error = Assert.Throws<ArgumentException>(() => Factory(new FailingProvider(() => null))
            .OpenOneToMany(SctpEndPoint.Loopback(1), options => options.AutoClose = TimeSpan.FromSeconds(seconds)));

        Assert.Contains("AutoClose", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Queue_TakenByOneAndByMany_NothingIsLostAndItResumesAtHalf()
    {
        var resumed = 0;
        var queue = new OneToManyQueue(1000, () => resumed++);
        for (var i = 0; i < 4; i++)
        {
            queue.Add(new SctpOneToManyItem(i % 2, new SctpMessageInfo { StreamSequenceNumber = (ushort)i }, new byte[200]));
        }
        Assert.True(queue.IsPaused);

        Assert.Equal([1, 3], queue.Extract(1).ConvertAll(item => (int)item.Info.StreamSequenceNumber));
        Assert.Equal(0, resumed);
        Assert.Equal(0, (await queue.TakeAsync(default).Bounded()).Info.StreamSequenceNumber);
        Assert.Equal(1, resumed);
        Assert.Equal(2, (await queue.TakeAsync(default).Bounded()).Info.StreamSequenceNumber);
        Assert.Equal(0, queue.Bytes);
        var waiting = queue.TakeAsync(default).AsTask();
        queue.Close();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting.Bounded());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => queue.TakeAsync(default).Bounded());
    }

    [Fact]
    public async Task Dispose_AssociationsAtTheirLimit_StaysDeaf()
    {
        var channel = new ScriptedOneToManyChannel();
        var socket = Open(channel, new SctpOneToManyOptions { MaxAssociations = 2 });
        channel.ComeUp(1);
        channel.ComeUp(2);

        await socket.DisposeAsync().Bounded();

        Assert.False(channel.IsListening);
    }

    [Fact]
    public async Task PeelOff_WhileShutdownIsAwaited_EndsTheWait()
    {
        var channel = new ScriptedOneToManyChannel { CompletesShutdown = false };
        await using var socket = Open(channel, new SctpOneToManyOptions());
        channel.ComeUp(1);
        var shutdown = socket.ShutdownAsync(1);

        await using var association = socket.PeelOff(1);

        var error = await Assert.ThrowsAsync<SctpException>(() => shutdown.Bounded());
        Assert.Contains("peeled off", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Receive_MessageTooLongAndAbortFails_ProviderGoesOn()
    {
        var channel = new ScriptedOneToManyChannel { AbortError = new SctpException("no memory") };
        await using var socket = Open(channel, new SctpOneToManyOptions { MaxMessageSize = 10 });
        channel.ComeUp(1);
        var block = MessageBlock.Rent(11);

        channel.Sink.OnMessage(1, new SctpMessageInfo { IsEndOfMessage = true }, block, block.Commit(11), 11);

        block.Release();
    }

    private static SctpOneToManySocket Open(ScriptedOneToManyChannel channel, SctpOneToManyOptions options)
        => new(channel, options, new AssociationEnvironment(NullLogger.Instance, new SctpMetrics(null), "scripted", IsClient: false));

    private static SctpTransportFactory Factory(FailingProvider provider) => new([provider], Options.Create(new SctpTransportOptions()), NullLoggerFactory.Instance);
}
