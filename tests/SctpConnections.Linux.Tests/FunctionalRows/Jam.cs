using System.Buffers;
using SctpConnections.Linux.Tests.Support;
using SctpConnections.TestShared;

namespace SctpConnections.Linux.Tests.FunctionalRows;

/// <summary>An association whose server is full, so that what the client sends waits in its kernel until the jam is resolved.</summary>
internal sealed class Jam : IAsyncDisposable
{
    private const int Size = 40_000, Count = 10;

    // Above the lifetimes that are to be over, and the kernel's tick.
    private static readonly TimeSpan s_lifetimesPass = TimeSpan.FromMilliseconds(30);

    private Jam(SctpAssociation server, SctpAssociation client) => (Server, Client) = (server, client);

    public SctpAssociation Server { get; }

    public SctpAssociation Client { get; }

    public static async Task<Jam> CreateAsync()
    {
        var (server, client) = await Kernel.PairAsync(
            o => (o.ReceiveLimit, o.ReceiveBufferSize) = (1000, 100_000), o => (o.PathMtu, o.NotificationLimit) = (1200, 1000));
        for (var i = 0; i < Count; i++)
        {
            await client.SendAsync(0, Payloads.Create(Size, i)).Bounded();
        }
        await Timeouts.Until(() => server.UnreadBytes > 1000, "the server is full");
        return new Jam(server, client);
    }

    /// <summary>Lets lifetimes pass, and reads what jams.</summary>
    public async Task ResolveAsync()
    {
        // An expired message is given up when its turn to be sent comes, which is not before the server reads on.
        var start = TimeProvider.System.GetTimestamp();
        await Timeouts.Until(() => TimeProvider.System.GetElapsedTime(start) > s_lifetimesPass, "the lifetimes are over");
        for (var i = 0; i < Count; i++)
        {
            Assert.True((await Server.ReadOneAsync()).Payload.ToArray().AsSpan().SequenceEqual(Payloads.Create(Size, i)), $"message {i}");
        }
    }

    public async ValueTask DisposeAsync() => await Exchange.EndAsync(Server, Client);
}
