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
        var successorKey = 0L;
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
                Volatile.Write(ref successorKey, loop.Add(third.Descriptor, successor));
            },
        };
        var keys = new[] { loop.Add(gate.Descriptor, holder), loop.Add(first.Descriptor, replacer) };
        secondKey = loop.Add(second.Descriptor, old);
        Assert.All([.. keys, secondKey], key => Assert.InRange(key, 0, long.MaxValue));

        // While the loop is held up both events gather: it finds them in one batch.
        Signal(gate);
        await Timeouts.Until(() => isHeld.IsSet, "the loop is held up");
        Signal(first);
        Signal(second);
        release.Set();

        await Timeouts.Until(() => Volatile.Read(ref third) is not null && Volatile.Read(ref successorKey) != 0, "the successor is watched");
        Signal(third!);
        await Timeouts.Until(() => successor.Readables > 0, "the successor hears of its own");
        // What was meant for the second came before, in the first batch.
        Assert.Equal(1, successor.Readables);
        Assert.Equal(0, old.Readables);
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

        public Action? Action { get; init; }

        public int Readables => Volatile.Read(ref _readables);

        public void OnEvents(uint events)
        {
            Interlocked.Increment(ref _readables);
            Action?.Invoke();
        }
    }
}
