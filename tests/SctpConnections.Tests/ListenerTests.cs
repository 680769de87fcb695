using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SctpConnections.Providers;
using SctpConnections.TestShared;

namespace SctpConnections.Tests;

public sealed class ListenerTests : IDisposable
{
    private readonly LogCapture _log = new();
    private readonly SctpTransportOptions _options = new();

    public void Dispose() => _log.Dispose();

    private SctpTransportFactory Factory(params SctpProvider[] providers) => new(providers, Options.Create(_options), _log);

    [Fact]
    public void CanBind_EndPoints_OnlyOurs()
    {
        var factory = Factory();

        Assert.True(factory.CanBind(SctpEndPoint.Loopback(1)));
        Assert.False(factory.CanBind(new IPEndPoint(IPAddress.Loopback, 1)));
    }

    [Fact]
    public async Task BindAsync_OtherEndPoint_Throws()
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(async () => await Factory().BindAsync(new IPEndPoint(IPAddress.Loopback, 1)));

        Assert.Contains("IPEndPoint", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task BindAsync_WrongOptions_ThrowsAndNamesThemAll()
    {
        _options.ForEndPoint(SctpEndPoint.Loopback(1), options => (options.Backlog, options.ReceiveLimit) = (0, -1));

        var error = await Assert.ThrowsAsync<ArgumentException>(async () => await Factory().BindAsync(SctpEndPoint.Loopback(1)));

        Assert.Contains("Backlog is '0'", error.Message, StringComparison.Ordinal);
        Assert.Contains("ReceiveLimit is '-1'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task BindAsync_NoProvider_ThrowsAndNamesTheWayOut()
    {
        var error = await Assert.ThrowsAsync<PlatformNotSupportedException>(async () => await Factory().BindAsync(SctpEndPoint.Loopback(1)));

        Assert.Contains("LinuxSctpProvider", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task BindAsync_UnsupportedProvider_ThrowsItsReason()
    {
        var provider = new FailingProvider(() => null, unsupported: "load the module");

        var error = await Assert.ThrowsAsync<PlatformNotSupportedException>(async () => await Factory(provider).BindAsync(SctpEndPoint.Loopback(1)));

        Assert.Contains("failing: load the module", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task BindAsync_FirstProviderUnsupported_TakesTheNextAndSaysSo()
    {
        await using var listener = await Factory(new FailingProvider(() => null, unsupported: "no"), new MemoryProvider()).BindAsync(SctpEndPoint.Loopback(0));

        Assert.Contains(_log.Entries, entry => entry is { Level: LogLevel.Information, Message: "SCTP uses the memory provider." });
        Assert.Contains(_log.Entries, entry => entry.Message.Contains("failing provider is not used: no", StringComparison.Ordinal));
    }

    [Fact]
    public async Task BindAsync_UnknownProviderName_ThrowsAndListsThose()
    {
        _options.Provider = "quantum";

        var error = await Assert.ThrowsAsync<PlatformNotSupportedException>(async () => await Factory(new MemoryProvider()).BindAsync(SctpEndPoint.Loopback(1)));

        Assert.Contains("'quantum'; registered are: memory", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AcceptAsync_ProviderThrows_LogsPausesAndGoesOn()
    {
        var clock = new TestClock();
        _options.TimeProvider = clock;
        Exception?[] faults = [new InvalidOperationException("one"), new OperationCanceledException("two"), null];
        var calls = 0;
        var provider = new FailingProvider(() => faults[calls++] is { } fault ? throw fault : new ScriptedChannel());
        await using var listener = await Factory(provider).BindAsync(SctpEndPoint.Loopback(1));

        var accept = listener.AcceptAsync().AsTask();
        for (var i = 0; i < 2; i++)
        {
            var pause = await clock.WhenArmedAsync();
            Assert.InRange(pause, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(1));
            Assert.Equal(i + 1, calls);
            clock.Advance(pause);
        }

        var connection = await accept.Bounded();
        Assert.NotNull(connection);
        Assert.Equal(["one", "two"], _log.Entries.Where(entry => entry.Level == LogLevel.Error).Select(entry => entry.Exception!.Message));
        await connection.DisposeAsync().Bounded();
    }

    [Fact]
    public async Task AcceptAsync_ProviderThrowsForEver_UnbindEndsIt()
    {
        var clock = new TestClock();
        _options.TimeProvider = clock;
        var provider = new FailingProvider(() => throw new InvalidOperationException());
        var listener = await Factory(provider).BindAsync(SctpEndPoint.Loopback(1));
        var accept = listener.AcceptAsync().AsTask();
        await clock.WhenArmedAsync();

        await listener.UnbindAsync().Bounded();

        Assert.Null(await accept.Bounded());
        await listener.DisposeAsync().Bounded();
    }

    [Fact]
    public async Task AcceptAsync_ChannelCannotStart_ClosesItAndGoesOn()
    {
        var clock = new TestClock();
        _options.TimeProvider = clock;
        _options.MaxAssociations = 1;
        var broken = new BrokenChannel();
        var good = new ScriptedChannel();
        var channels = new Queue<SctpAssociationChannel>([broken, good]);
        await using var listener = await Factory(new FailingProvider(channels.Dequeue)).BindAsync(SctpEndPoint.Loopback(1));

        var accept = listener.AcceptAsync().AsTask();
        clock.Advance(await clock.WhenArmedAsync());

        var connection = await accept.Bounded();
        Assert.True(broken.IsClosed);
        await connection!.DisposeAsync().Bounded();
        Assert.Equal(1, good.Closes);
    }

    [Fact]
    public async Task AcceptAsync_MaxAssociations_WaitsUntilOneIsOver()
    {
        _options.MaxAssociations = 2;
        var channels = Enumerable.Range(0, 3).Select(_ => new ScriptedChannel()).ToList();
        var next = 0;
        await using var listener = await Factory(new FailingProvider(() => channels[next++])).BindAsync(SctpEndPoint.Loopback(1));
        var first = await listener.AcceptAsync().Bounded();
        var second = await listener.AcceptAsync().Bounded();
        var third = listener.AcceptAsync().AsTask();
        Assert.Equal(2, next);
        Assert.False(third.IsCompleted);

        channels[0].ReportAbort();

        await first!.DisposeAsync().Bounded();
        await second!.DisposeAsync().Bounded();
        await (await third.Bounded())!.DisposeAsync().Bounded();
        Assert.Equal(3, next);
    }

    [Fact]
    public async Task AcceptAsync_WaitingAtMaxAssociations_UnbindEndsIt()
    {
        _options.MaxAssociations = 1;
        await using var listener = await Factory(new FailingProvider(() => new ScriptedChannel())).BindAsync(SctpEndPoint.Loopback(1));
        var first = await listener.AcceptAsync().Bounded();
        var second = listener.AcceptAsync().AsTask();

        await listener.UnbindAsync().Bounded();

        Assert.Null(await second.Bounded());
        Assert.Null(await listener.AcceptAsync().Bounded());
        await first!.DisposeAsync().Bounded();
    }

    private sealed class BrokenChannel : SctpAssociationChannel
    {
        public bool IsClosed { get; private set; }

        public override SctpEndPoint LocalEndPoint => SctpEndPoint.Loopback(1);

        public override SctpEndPoint RemoteEndPoint => SctpEndPoint.Loopback(2);

        public override int OutboundStreams => 1;

        public override int InboundStreams => 1;

        public override int MaxSendMessageSize => 1;

        public override void Start(SctpAssociationSink sink) => throw new IOException("dead already");

        public override SctpSendStatus TrySend(ReadOnlySpan<SctpOutboundMessage> messages, out int sent) => throw new NotSupportedException();

        public override void ResumeReceive() => throw new NotSupportedException();

        public override void Shutdown() => throw new NotSupportedException();

        public override void Abort(string? text) => throw new NotSupportedException();

        public override void Close() => IsClosed = true;
    }
}
