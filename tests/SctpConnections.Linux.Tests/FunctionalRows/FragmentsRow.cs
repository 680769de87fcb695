using System.Buffers;
using SctpConnections.Linux.Tests.Support;
using SctpConnections.TestShared;

namespace SctpConnections.Linux.Tests.FunctionalRows;

/// <summary>
/// lksctp fragments: large messages are fragmented and put together. SCTP_DISABLE_FRAGMENTS is not offered, so its EMSGSIZE cannot
/// come; EMSGSIZE for more than the send buffer is SctpMessageTooLongException before the kernel is asked (OneToOneSendmsgRow).
/// </summary>
public sealed class FragmentsRow
{
    private const int PathMtu = 1200;

    // Around the ends of the first fragments, which the row leaves to chance, and up to many of them.
    private static readonly int[] s_sizes = [.. Enumerable.Range(1140, 40), 2303, 2304, 2305, 4096, 32_768, 65_535, 65_536, 100_000];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Messages_OfManyFragments_ArriveWholeByteForByte(bool isUnordered)
    {
        var (server, client) = await Kernel.PairAsync(client: o => o.PathMtu = PathMtu);

        foreach (var size in s_sizes)
        {
            var payload = Payloads.Create(size, size);
            await client.SendAsync(1, payload, new SctpSendOptions { IsUnordered = isUnordered, PayloadProtocolIdentifier = (uint)size }).Bounded();
            var message = await server.ReadOneAsync();
            Assert.Equal((size, (uint)size, isUnordered, true), (message.Length, message.PayloadProtocolIdentifier, message.IsUnordered, message.Info.IsEndOfMessage));
            Assert.True(message.Payload.ToArray().AsSpan().SequenceEqual(payload), $"{size} bytes");
        }
        await Exchange.EndAsync(client, server);
    }

    [Fact]
    public async Task Messages_OfManyFragmentsOnManyStreamsAtOnce_DoNotMix()
    {
        var (server, client) = await Kernel.PairAsync(client: o => o.PathMtu = PathMtu);

        var sends = Enumerable.Range(0, 20).Select(i => client.SendAsync((ushort)i, Payloads.Create(20_000 + i, i)).Bounded()).ToList();

        for (var i = 0; i < 20; i++)
        {
            var message = await server.ReadOneAsync();
            Assert.True(message.Payload.ToArray().AsSpan().SequenceEqual(Payloads.Create(20_000 + message.StreamId, message.StreamId)), $"stream {message.StreamId}");
        }
        await Task.WhenAll(sends);
        await Exchange.EndAsync(client, server);
    }
}
