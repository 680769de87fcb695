using System.Runtime.InteropServices;
using SctpConnections.Linux.Internal;
using SctpConnections.Linux.Interop;
using SctpConnections.Linux.Tests.Support;
using SctpConnections.Providers;
using SctpConnections.TestShared;

namespace SctpConnections.Linux.Tests.Behaviour;

/// <summary>Associations at the moment when a listener learns of them, which here is chosen by the test.</summary>
public sealed partial class PeelerTests : IDisposable
{
    private readonly SafeSctpHandle _handle;
    private readonly SctpEndPoint _endPoint;
    private readonly Peeler _peeler;

    public PeelerTests()
    {
        var options = new SctpTransportOptions();
        _handle = KernelSocket.Create(SctpEndPoint.Loopback(0).Addresses, options);
        _endPoint = KernelSocket.Bind(_handle, SctpEndPoint.Loopback(0), options);
        Assert.Equal(0, LibC.listen(_handle.Descriptor, 10));
        _peeler = new Peeler(_handle.Descriptor, _endPoint, 1 << 20, options);
    }

    public void Dispose() => _handle.Dispose();

    [Fact]
    public async Task Step_Alive_MessagesMoveWithIt()
    {
        var client = await Kernel.ConnectAsync(_endPoint);
        await client.SendAsync(7, "before"u8.ToArray()).Bounded();

        var sink = Drain(out var channel);

        Assert.IsType<KernelAssociation>(channel);
        await Timeouts.Until(() => sink.Texts.Contains("7:before"), "the message is there");
        Assert.IsType<Notifications.SctpAssociationChangeNotification>(sink.Notifications[0]);
        Assert.Equal(client.LocalEndPoint.Port, channel.RemoteEndPoint.Port);
        channel.Abort("done");
        await client.DisposeAsync().Bounded();
    }

    [Fact]
    public async Task Step_ShutDownAlready_EveryMessageAndTheEndAreDelivered()
    {
        var client = await Kernel.ConnectAsync(_endPoint);
        for (var i = 0; i < 50; i++)
        {
            await client.SendAsync((ushort)i, BitConverter.GetBytes(i)).Bounded();
        }
        await client.ShutdownAsync().Bounded();

        var sink = Drain(out var channel);

        Assert.IsType<FinishedAssociation>(channel);
        await Timeouts.Until(() => sink.Reason is not null, "the end is told");
        Assert.Equal(50, sink.Texts.Count);
        Assert.Equal((SctpCloseKind.Shutdown, SctpCloseSide.Peer), (sink.Reason!.Kind, sink.Reason.Side));
        Assert.Equal((1024, 1024, client.LocalEndPoint.Port), (channel.OutboundStreams == 64 ? 1024 : 0, channel.InboundStreams, channel.RemoteEndPoint.Port));
        Assert.Equal(SctpSendStatus.Closed, channel.TrySend([default], out _));
        await client.DisposeAsync().Bounded();
    }

    [Fact]
    public async Task Step_AbortedAlready_MessagesThenTheReason()
    {
        var client = await Kernel.ConnectAsync(_endPoint);
        await client.SendAsync(1, "one"u8.ToArray()).Bounded();
        client.Abort("too soon");

        var sink = Drain(out _);

        await Timeouts.Until(() => sink.Reason is not null, "the end is told");
        Assert.Equal(["1:one"], sink.Texts);
        Assert.Equal((SctpCloseKind.Abort, SctpCloseSide.Peer), (sink.Reason!.Kind, sink.Reason.Side));
        Assert.Equal((SctpErrorCause.UserInitiatedAbort, "too soon"), (sink.Reason.CauseCode, sink.Reason.Text));
    }

    [Fact]
    public async Task Step_EndedWhileTheEngineIsPaused_WaitsForIt()
    {
        var client = await Kernel.ConnectAsync(_endPoint);
        await client.SendAsync(1, "one"u8.ToArray()).Bounded();
        await client.ShutdownAsync().Bounded();
        var sink = new RecordingSink { IsPaused = true };

        Drain(sink, out var channel);
        Assert.Empty(sink.Texts);
        sink.IsPaused = false;
        channel.ResumeReceive();

        await Timeouts.Until(() => sink.Reason is not null, "the end is told");
        Assert.Equal(["1:one"], sink.Texts);
        await client.DisposeAsync().Bounded();
    }

    [Fact]
    public async Task Step_OutOfDescriptors_TriesTheSameAssociationAgain()
    {
        var client = await Kernel.ConnectAsync(_endPoint);
        await client.SendAsync(7, "before"u8.ToArray()).Bounded();
        Assert.Equal(0, getrlimit(DescriptorLimit, out var limit));
        Assert.Equal(0, setrlimit(DescriptorLimit, limit with { Soft = 0 }));
        var channel = Step(out var outcome, out var error);
        Assert.Equal(0, setrlimit(DescriptorLimit, limit));

        Assert.Equal((null, Peeler.Outcome.Retry, Errno.EMFILE), (channel, outcome, error));
        var sink = Drain(out channel);

        await Timeouts.Until(() => sink.Texts.Contains("7:before"), "the message is there");
        channel.Abort(null);
        await client.DisposeAsync().Bounded();
    }

    [Fact]
    public async Task Step_SystemDefaultOff_AddedAddressesAreStillToldToThePeer()
    {
        const string Default = "/proc/sys/net/sctp/addip_enable";
        var client = await Kernel.ConnectAsync(_endPoint);
        await File.WriteAllTextAsync(Default, "0");
        Drain(out var channel);
        await File.WriteAllTextAsync(Default, "1");
        var added = client.NotificationAsync<Notifications.SctpPeerAddressChangeNotification>(n => n.State == Notifications.SctpPeerAddressState.Added);
        var address = new byte[SockAddr.IPv4Length];
        SockAddr.Write(address, System.Net.IPAddress.Parse("127.0.0.9"), _endPoint.Port);

        channel.Socket!.SetRawSocketOption(LibCConstants.IPPROTO_SCTP, SctpConstants.SCTP_SOCKOPT_BINDX_ADD, address);

        Assert.Equal("127.0.0.9", (await added).Address.ToString());
        channel.Abort(null);
        await client.DisposeAsync().Bounded();
    }

    private RecordingSink Drain(out SctpAssociationChannel channel)
    {
        var sink = new RecordingSink();
        Drain(sink, out channel);
        return sink;
    }

    /// <summary>Reads all that the socket has, which is one association.</summary>
    private void Drain(RecordingSink sink, out SctpAssociationChannel channel)
    {
        SctpAssociationChannel? found = null;
        while (true)
        {
            if (Step(out var outcome, out _) is { } association)
            {
                Assert.Null(found);
                found = association;
                found.Start(sink);
            }
            if (outcome == Peeler.Outcome.Drained)
            {
                channel = found ?? throw new InvalidOperationException("There was no association.");
                return;
            }
        }
    }

    private SctpAssociationChannel? Step(out Peeler.Outcome outcome, out int error)
    {
        var reader = new ItemReader();
        var association = _peeler.Step(ref reader, out outcome, out error);
        reader.Dispose();
        return association;
    }

    private const int DescriptorLimit = 7;

    [StructLayout(LayoutKind.Sequential)]
    internal record struct Limit
    {
        public ulong Soft;
        public ulong Hard;
    }

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int getrlimit(int resource, out Limit limit);

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int setrlimit(int resource, in Limit limit);
}
