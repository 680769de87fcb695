using SctpConnections.Linux.Internal;
using SctpConnections.Linux.Interop;
using SctpConnections.TestShared;

namespace SctpConnections.Linux.Tests.Behaviour;

/// <summary>Descriptors whose numbers are given out anew.</summary>
public sealed class EventLoopTests
{
    [Fact]
    public async Task Events_OfADescriptorClosedInTheSameBatch_DoNotReachItsSuccessor()
    {
        var loop = EventLoop.Next();
        using var gate = Counter();
        using var first = Counter();
        var second = Counter();
        SafeSctpHandle? third = null;
        using var release = new ManualResetEventSlim();
        using var isHeld = new ManualResetEventSlim();
        var secondKey = 0L;
        var successor = new Handler();
        var old = new Handler();
        var holder = new Handler
        {
            Action = () =>
            {
                isHeld.Set();
                release.Wait(Timeouts.Default);
            },
        };
        var replacer = new Handler
        {
            Action = () =>
            {
                loop.Remove(secondKey);
                var number = second.Descriptor;
                second.Dispose();
                third = Counter();
                Assert.Equal(number, third.Descriptor);
                loop.Add(third.Descriptor, successor);
            },
        };
        var keys = new[] { loop.Add(gate.Descriptor, holder), loop.Add(first.Descriptor, replacer) };
        secondKey = loop.Add(second.Descriptor, old);
        Assert.All([.. keys, secondKey], key => Assert.InRange(key, 0, long.MaxValue));
        await Timeouts.Until(() => old.Writables == 1 && holder.Writables == 1 && replacer.Writables == 1, $"the loop watches all three: {old.Writables} {holder.Writables} {replacer.Writables}; {keys[0]:x} {File.ReadAllText("/proc/self/fdinfo/" + gate.Descriptor)}");

        // While the loop is held up both events gather: it finds them in one batch.
        Signal(gate);
        await Timeouts.Until(() => isHeld.IsSet, "the loop is held up");
        Signal(first);
        Signal(second);
        release.Set();

        await Timeouts.Until(() => successor.Writables == 1, "the successor is watched");
        Assert.Equal(0, successor.Readables);
        Assert.Equal(0, old.Readables);
        Signal(third!);
        await Timeouts.Until(() => successor.Readables == 1, "the successor hears of its own");
        Array.ForEach(keys, loop.Remove);
        third!.Dispose();
    }

    private static SafeSctpHandle Counter() => new(LibC.eventfd(0, LibCConstants.EFD_CLOEXEC | LibCConstants.EFD_NONBLOCK));

    private static unsafe void Signal(SafeSctpHandle counter)
    {
        var one = 1ul;
        Assert.Equal(sizeof(ulong), LibC.write(counter.Descriptor, &one, sizeof(ulong)));
    }

    private sealed class Handler : IEventHandler
    {
        private int _readables;
        private int _writables;

        public Action? Action { get; init; }

        public int Readables => Volatile.Read(ref _readables);

        public int Writables => Volatile.Read(ref _writables);

        public void OnEvents(uint events)
        {
            if ((events & LibCConstants.EPOLLIN) == 0)
            {
                Interlocked.Increment(ref _writables);
                return;
            }
            Interlocked.Increment(ref _readables);
            Action?.Invoke();
        }
    }
}
