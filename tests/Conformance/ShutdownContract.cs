using System.Buffers;
using Microsoft.AspNetCore.Connections;
using SctpConnections.TestShared;
using Xunit;

namespace SctpConnections.Conformance;

/// <summary>The table of closes: who gets what when an association ends.</summary>
public abstract class ShutdownContract(IConformanceProvider provider) : ConformanceTest(provider)
{
    [Fact]
    public async Task PeerShutdown_AllViews_InputEndsAfterTheLastMessageAndWritesFail()
    {
        await using var host = await ConformanceHost.StartAsync(Provider);
        var pair = await host.ConnectAsync();
        for (var i = 0; i < 100; i++)
        {
            await pair.Client.SendAsync(0, BitConverter.GetBytes(i)).Bounded();
        }
        var shutdown = pair.Client.ShutdownAsync();

        var received = await ReadAsync(pair.Server).Bounded();

        Assert.Equal(Enumerable.Range(0, 100), received.Select(message => BitConverter.ToInt32(message.Payload.ToArray())));
        await Assert.ThrowsAsync<SctpException>(() => pair.Server.SendAsync(0, new byte[1]).Bounded());
        await Assert.ThrowsAsync<SctpException>(() => pair.Server.DefaultStream.Output.WriteAsync(new byte[1]).Bounded());
        await shutdown.Bounded();
        await pair.Server.Completion.Bounded();
        await Assert.ThrowsAsync<SctpException>(() => pair.Client.SendAsync(0, new byte[1]).Bounded());
        Assert.Equal((SctpCloseKind.Shutdown, SctpCloseSide.Local), (pair.Client.CloseReason!.Kind, pair.Client.CloseReason.Side));
        Assert.Equal((SctpCloseKind.Shutdown, SctpCloseSide.Peer), (pair.Server.CloseReason!.Kind, pair.Server.CloseReason.Side));
        Assert.Empty(await ReadAsync(pair.Client).Bounded());
    }

    [Fact]
    public async Task Shutdown_BothSidesAtOnce_BothEnd()
    {
        await using var host = await ConformanceHost.StartAsync(Provider);
        for (var i = 0; i < 20; i++)
        {
            var pair = await host.ConnectAsync();

            await Task.WhenAll(pair.Client.ShutdownAsync(), pair.Server.ShutdownAsync()).Bounded();

            Assert.Equal(SctpCloseKind.Shutdown, pair.Client.CloseReason!.Kind);
            Assert.Equal(SctpCloseKind.Shutdown, pair.Server.CloseReason!.Kind);
        }
    }

    [Fact]
    public async Task PeerAbort_AllViews_ThrowAfterTheLastMessageAndClosedFires()
    {
        await using var host = await ConformanceHost.StartAsync(Provider);
        var pair = await host.ConnectAsync();
        var closed = WhenCancelled(pair.ServerContext.ConnectionClosed);
        await pair.Client.SendAsync(0, "last"u8.ToArray()).Bounded();
        Assert.Equal("last", await pair.ServerContext.Transport.Input.ReadTextAsync());
        var read = pair.ServerContext.Transport.Input.ReadAsync().AsTask();

        pair.Client.Abort("because");

        var error = await Assert.ThrowsAsync<SctpAbortedException>(() => read.Bounded());
        Assert.IsType<ConnectionResetException>(error, exactMatch: false);
        Assert.Equal(SctpErrorCause.UserInitiatedAbort, error.CauseCode);
        Assert.Equal(Provider.CarriesAbortText ? "because" : error.Reason.Text, error.Reason.Text);
        await Assert.ThrowsAsync<SctpAbortedException>(() => pair.ServerContext.Transport.Output.WriteAsync(new byte[1]).Bounded());
        await Assert.ThrowsAsync<SctpAbortedException>(() => pair.Server.SendAsync(0, new byte[1]).Bounded());
        await closed.Bounded();
        await pair.Server.Completion.Bounded();
        Assert.Equal((SctpCloseKind.Abort, SctpCloseSide.Peer), (pair.Server.CloseReason!.Kind, pair.Server.CloseReason.Side));
        pair.ServerContext.Transport.Output.Complete(error);
    }

    [Fact]
    public async Task LocalAbort_Pending_ThrowsConnectionAborted()
    {
        await using var host = await ConformanceHost.StartAsync(Provider);
        var pair = await host.ConnectAsync();
        var closed = WhenCancelled(pair.ServerContext.ConnectionClosed);
        var read = pair.ServerContext.Transport.Input.ReadAsync().AsTask();
        var reason = new ConnectionAbortedException("enough");

        pair.ServerContext.Abort(reason);

        Assert.Same(reason, await Assert.ThrowsAsync<ConnectionAbortedException>(() => read.Bounded()));
        await Assert.ThrowsAsync<ConnectionAbortedException>(() => pair.Server.SendAsync(0, new byte[1]).Bounded());
        await closed.Bounded();
        await Assert.ThrowsAsync<SctpAbortedException>(() => ReadAsync(pair.Client).Bounded());
    }

    [Fact]
    public async Task Dispose_QueuedSends_ArriveFirst()
    {
        const int Count = 5000;
        await using var host = await ConformanceHost.StartAsync(Provider);
        var pair = await host.ConnectAsync();
        var read = ReadAsync(pair.Server);
        for (var i = 0; i < Count; i++)
        {
            await pair.Client.SendAsync(0, BitConverter.GetBytes(i));
        }

        await pair.Client.DisposeAsync().Bounded();

        Assert.Equal(Enumerable.Range(0, Count), (await read.Bounded()).Select(message => BitConverter.ToInt32(message.Payload.ToArray())));
        Assert.Equal(SctpCloseKind.Shutdown, pair.Server.CloseReason!.Kind);
    }

    [Fact]
    public async Task Dispose_PeerNeverReads_EndsWithinTheTimeout()
    {
        await using var host = await ConformanceHost.StartAsync(
            Provider, server => server.ReceiveLimit = 10_000, client => client.ShutdownTimeout = TimeSpan.FromMilliseconds(300));
        var pair = await host.ConnectAsync();
        var (_, send) = await FillAsync(pair, 10_000, 20_000, CancellationToken.None);

        await pair.Client.DisposeAsync().Bounded();

        Assert.Equal((SctpCloseKind.Abort, SctpCloseSide.Local), (pair.Client.CloseReason!.Kind, pair.Client.CloseReason.Side));
        await Assert.ThrowsAsync<ConnectionAbortedException>(() => send.Bounded());
    }

    [Fact]
    public async Task Dispose_ManyTimesFromManyThreads_EndsOnce()
    {
        await using var host = await ConformanceHost.StartAsync(Provider);
        var pair = await host.ConnectAsync();

        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(() => (i % 2 == 0 ? pair.Client : pair.Server).DisposeAsync().AsTask()))).Bounded();

        Assert.Equal(SctpCloseKind.Shutdown, pair.Client.CloseReason!.Kind);
        Assert.Equal(SctpCloseKind.Shutdown, pair.Server.CloseReason!.Kind);
    }

    [Fact]
    public async Task GracefulStop_UnderLoadInBothDirections_EveryMessageTheStoppingSideTookArrives()
    {
        await using var host = await ConformanceHost.StartAsync(Provider, server => server.ShutdownTimeout = Timeouts.Default);
        for (var round = 0; round < 5; round++)
        {
            var pair = await host.ConnectAsync();
            var clientReads = ReadAsync(pair.Client);
            var serverReads = ReadAsync(pair.Server);
            var serverSends = SendUntilRefusedAsync(pair.Server);
            var clientSends = SendUntilRefusedAsync(pair.Client);
            await Timeouts.Until(() => serverSends.IsCompleted || pair.Client.UnreadBytes > 0 || pair.Server.UnreadBytes > 0, "the load is on");

            await pair.Server.ShutdownAsync().Bounded();

            var taken = await serverSends.Bounded();
            Assert.Equal(Enumerable.Range(0, taken), (await clientReads.Bounded()).Select(message => BitConverter.ToInt32(message.Payload.ToArray())));
            // What the peer's provider had not taken when the shutdown came is lost, and nothing before it.
            var received = await serverReads.Bounded();
            Assert.InRange(received.Count, 0, await clientSends.Bounded());
            Assert.Equal(Enumerable.Range(0, received.Count), received.Select(message => BitConverter.ToInt32(message.Payload.ToArray())));
        }
    }

    [Fact]
    public async Task Dispose_UnderLoad_EndsAndGivesAllMemoryBack()
    {
        await using var host = await ConformanceHost.StartAsync(Provider);
        for (var round = 0; round < 30; round++)
        {
            var pair = await host.ConnectAsync();
            var sends = Task.WhenAll(SendUntilRefusedAsync(pair.Client), SendUntilRefusedAsync(pair.Server));
            var echo = ReadUntilOverAsync(pair.Server);
            await Timeouts.Until(() => sends.IsCompleted || pair.Client.UnreadBytes > 0, "the load is on");

            await (new[] { pair.Client, pair.Server, (IAsyncDisposable)pair }[round % 3]).DisposeAsync().Bounded();
            await pair.DisposeAsync().Bounded();

            await sends.Bounded();
            await echo.Bounded();
            Assert.Equal(0, pair.Client.UnreadBytes);
            // A thread that was sending when the end came may still be on its way out.
            await Timeouts.Until(() => pair.Client.QueuedSendBytes + pair.Server.QueuedSendBytes == 0, "nothing is queued any more");
        }
    }

    private static async Task<int> SendUntilRefusedAsync(SctpAssociation association)
    {
        await Task.Yield();
        var payload = new byte[300];
        for (var i = 0; ; i++)
        {
            BitConverter.TryWriteBytes(payload, i);
            try
            {
                await association.SendAsync(0, payload);
            }
            catch (IOException)
            {
                return i;
            }
            catch (OperationCanceledException)
            {
                return i;
            }
        }
    }

    private static async Task ReadUntilOverAsync(SctpAssociation association)
    {
        try
        {
            await ReadAsync(association);
        }
        catch (IOException)
        {
            // An abort is an end as good as another here.
        }
        catch (OperationCanceledException)
        {
            // ConnectionAbortedException.
        }
    }

    private static Task WhenCancelled(CancellationToken token)
    {
        var source = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        token.Register(source.SetResult);
        return source.Task;
    }
}
