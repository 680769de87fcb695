using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using SctpConnections.Linux.Interop;
using SctpConnections.Linux.Tests.Support;
using SctpConnections.TestShared;

namespace SctpConnections.Linux.Tests.Behaviour;

/// <summary>No descriptor left while associations come in.</summary>
public sealed partial class DescriptorLimitTests
{
    private const int NumberOfFiles = 7;

    [Fact]
    public async Task Accept_NoDescriptorLeft_BacksOffLogsOnceAndGoesOn()
    {
        using var logs = new LogCapture(LogLevel.Warning);
        var clock = new TestClock();
        await using var listener = await Kernel.ListenAsync(configure: o => o.TimeProvider = clock, logs: logs);
        // Whatever the runtime loads on the way is loaded now.
        var accept = listener.AcceptAssociationAsync();
        await Exchange.EndAsync(await Kernel.ConnectAsync(listener.EndPoint), await accept);
        var late = listener.AcceptAssociationAsync();
        var hoard = new List<SafeSctpHandle>();
        var before = GetLimit();
        SctpAssociation client;
        try
        {
            SetLimit(before with { Current = (ulong)Directory.EnumerateFiles("/proc/self/fd").Max(path => int.Parse(Path.GetFileName(path), System.Globalization.CultureInfo.InvariantCulture)) + 2 });
            Hoard(hoard);
            hoard[^1].Dispose();

            client = await Kernel.ConnectAsync(listener.EndPoint);

            Assert.Equal(TimeSpan.FromMilliseconds(100), await PauseAsync(clock));
            clock.Advance(TimeSpan.FromMilliseconds(100));
            Assert.Equal(TimeSpan.FromMilliseconds(200), await PauseAsync(clock));
            clock.Advance(TimeSpan.FromMilliseconds(200));
            Assert.Equal(TimeSpan.FromMilliseconds(400), await PauseAsync(clock));
            Assert.False(late.IsCompleted);
        }
        finally
        {
            SetLimit(before);
            hoard.ForEach(handle => handle.Dispose());
        }
        clock.Advance(TimeSpan.FromMilliseconds(400));

        var server = await late;
        var entry = Assert.Single(logs.Entries, entry => entry.Id.Id == 100);
        Assert.Contains("ulimit -n", entry.Message, StringComparison.Ordinal);
        await Exchange.RoundTripAsync(client, server);
        await Exchange.EndAsync(client, server);
    }

    private static async Task<TimeSpan> PauseAsync(TestClock clock)
    {
        while (true)
        {
            // Others arm the clock too: the time that a graceful end may take.
            if (await clock.WhenArmedAsync() is var time && time > TimeSpan.Zero && time < TimeSpan.FromSeconds(1))
            {
                return time;
            }
        }
    }

    private static void Hoard(List<SafeSctpHandle> handles)
    {
        while (LibC.eventfd(0, LibCConstants.EFD_CLOEXEC) is >= 0 and var descriptor)
        {
            handles.Add(new SafeSctpHandle(descriptor));
        }
        Assert.Equal(Errno.EMFILE, Errno.Last);
        Assert.NotEmpty(handles);
    }

    private static unsafe Limit GetLimit()
    {
        Limit limit;
        Assert.Equal(0, getrlimit(NumberOfFiles, &limit));
        return limit;
    }

    private static unsafe void SetLimit(Limit limit) => Assert.Equal(0, setrlimit(NumberOfFiles, &limit));

    [LibraryImport("libc")]
    private static unsafe partial int getrlimit(int resource, Limit* limit);

    [LibraryImport("libc")]
    private static unsafe partial int setrlimit(int resource, Limit* limit);

    private record struct Limit(ulong Current, ulong Maximum);
}
