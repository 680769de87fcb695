using SctpConnections.Linux.Tests.Support;
using SctpConnections.TestShared;

namespace SctpConnections.Linux.Tests.Behaviour;

/// <summary>User code that blocks its thread.</summary>
public sealed class BlockingHandlerTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Handler_BlocksItsThread_OtherAssociationsGoOn(int blocked)
    {
        using var release = new ManualResetEventSlim();
        var entered = 0;
        await using var listener = await Kernel.ListenAsync();
        var ends = new List<SctpAssociation>();
        var handlers = new List<Task>();
        for (var i = 0; i < blocked; i++)
        {
            var (server, client) = await ConnectAsync();
            handlers.Add(BlockAsync(server));
            await client.SendAsync(0, new byte[10]).Bounded();
        }
        await Timeouts.Until(() => Volatile.Read(ref entered) == blocked, "all handlers block");

        var (good, peer) = await ConnectAsync();
        for (var i = 0; i < 100; i++)
        {
            await Exchange.RoundTripAsync(peer, good);
        }

        release.Set();
        await Task.WhenAll(handlers).Bounded();
        await Exchange.EndAsync([.. ends]);

        async Task<(SctpAssociation Server, SctpAssociation Client)> ConnectAsync()
        {
            var accept = listener.AcceptAssociationAsync();
            var client = await Kernel.ConnectAsync(listener.EndPoint);
            var server = await accept;
            ends.AddRange([server, client]);
            return (server, client);
        }

        async Task BlockAsync(SctpAssociation association)
        {
            await foreach (var message in association.ReadMessagesAsync())
            {
                Interlocked.Increment(ref entered);
                Assert.True(release.Wait(Timeouts.Default));
                break;
            }
        }
    }
}
