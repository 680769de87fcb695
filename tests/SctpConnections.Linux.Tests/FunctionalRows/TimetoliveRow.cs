using System.Buffers;
using SctpConnections.Linux.Tests.Support;
using SctpConnections.Notifications;
using SctpConnections.TestShared;

namespace SctpConnections.Linux.Tests.FunctionalRows;

/// <summary>
/// lksctp timetolive: a message whose time is over before it could be sent comes back in SEND_FAILED, fragment by fragment, and one
/// without a time never expires. A time of 0 there is no Lifetime (null) here. One expired message: NotificationTests.
/// </summary>
public sealed class TimetoliveRow
{
    [Fact]
    public async Task Lifetime_OverForAMessageOfManyFragments_EachComesBackWithItsBytes()
    {
        const int Size = 10_000;
        await using var jam = await Jam.CreateAsync();
        var payload = Payloads.Create(Size, 1);
        await jam.Client.SendAsync(5, payload, new SctpSendOptions { Lifetime = TimeSpan.FromMilliseconds(1), Context = 8, PayloadProtocolIdentifier = 46 }).Bounded();

        var failed = FailedAsync(jam.Client, Size);
        await jam.ResolveAsync();

        var fragments = await failed.Bounded();
        Assert.True(fragments.Count > 1, "one fragment only");
        Assert.All(fragments, fragment => Assert.Equal((5, 8u, 46u), (fragment.StreamId, fragment.Options.Context, fragment.Options.PayloadProtocolIdentifier)));
        Assert.Equal(payload, fragments.SelectMany(fragment => fragment.Payload.ToArray()));
        // Not one byte of it arrived, and the stream goes on behind it.
        await jam.Client.SendAsync(5, "behind"u8.ToArray()).Bounded();
        Assert.Equal("behind", (await jam.Server.ReadOneAsync()).Payload.Text());
    }

    [Fact]
    public async Task Lifetime_NoneAndLong_NeverExpire()
    {
        await using var jam = await Jam.CreateAsync();
        var (immortal, longLived, mortal) = (Payloads.Create(5000, 1), Payloads.Create(5000, 2), Payloads.Create(5000, 3));
        await jam.Client.SendAsync(1, immortal).Bounded();
        await jam.Client.SendAsync(2, longLived, new SctpSendOptions { Lifetime = TimeSpan.FromMinutes(5) }).Bounded();
        await jam.Client.SendAsync(3, mortal, new SctpSendOptions { Lifetime = TimeSpan.FromMilliseconds(1) }).Bounded();

        var failed = FailedAsync(jam.Client, mortal.Length);
        await jam.ResolveAsync();

        Assert.Equal(mortal, (await failed.Bounded()).SelectMany(fragment => fragment.Payload.ToArray()));
        var received = new Dictionary<int, byte[]>();
        foreach (var _ in (int[])[1, 2])
        {
            var message = await jam.Server.ReadOneAsync();
            received[message.StreamId] = message.Payload.ToArray();
        }
        Assert.Equal(immortal, received[1]);
        Assert.Equal(longLived, received[2]);
    }

    private static async Task<List<SctpSendFailedNotification>> FailedAsync(SctpAssociation association, int bytes)
    {
        var fragments = new List<SctpSendFailedNotification>();
        while (bytes > 0)
        {
            var fragment = await association.NotificationAsync<SctpSendFailedNotification>();
            fragments.Add(fragment);
            bytes -= fragment.Payload.Length;
        }
        return fragments;
    }
}
