using SctpConnections.Linux.Tests.Support;
using SctpConnections.Notifications;
using SctpConnections.TestShared;

namespace SctpConnections.Linux.Tests.FunctionalRows;

/// <summary>
/// lksctp sctp_sendrecvmsg: what sctp_sendmsg gives (stream, payload protocol identifier, flags, context, time to live) is what
/// sctp_recvmsg, or SEND_FAILED, gives back. Wrong flags are impossible by types. Expiry by itself: TimetoliveRow.
/// </summary>
public sealed class SctpSendrecvmsgRow
{
    [Fact]
    public async Task Message_EveryOption_ArrivesAsGiven()
    {
        var (server, client) = await Kernel.PairAsync();
        var number = 0;

        foreach (var isUnordered in (bool[])[false, true])
        {
            foreach (var isImmediate in (bool[])[false, true])
            {
                foreach (var lifetime in (TimeSpan?[])[null, TimeSpan.FromSeconds(20)])
                {
                    number++;
                    var options = new SctpSendOptions
                    {
                        PayloadProtocolIdentifier = 0x80000001u * (uint)number,
                        IsUnordered = isUnordered,
                        SackImmediately = isImmediate,
                        Lifetime = lifetime,
                        Context = int.MaxValue,
                    };
                    var payload = Payloads.Create(number * 100, number);

                    await client.SendAsync((ushort)(number * 10), payload, options).Bounded();

                    var message = await server.ReadOneAsync();
                    Assert.Equal(payload, System.Buffers.BuffersExtensions.ToArray(message.Payload));
                    Assert.Equal((number * 10, options.PayloadProtocolIdentifier, isUnordered), (message.StreamId, message.PayloadProtocolIdentifier, message.IsUnordered));
                }
            }
        }
        await Exchange.EndAsync(client, server);
    }

    [Fact]
    public async Task Message_Expired_ComesBackWithEveryOptionAndTheSameBytes()
    {
        await using var jam = await Jam.CreateAsync();
        var payload = Payloads.Create(500, 500);
        var options = new SctpSendOptions { PayloadProtocolIdentifier = 0x01020304, IsUnordered = true, Lifetime = TimeSpan.FromMilliseconds(1), Context = 0xCAFE };
        await jam.Client.SendAsync(7, payload, options).Bounded();

        var failed = jam.Client.NotificationAsync<SctpSendFailedNotification>();
        await jam.ResolveAsync();

        var notification = await failed;
        Assert.Equal((7, false), (notification.StreamId, notification.WasSent));
        Assert.Equal(options with { Lifetime = null }, notification.Options);
        Assert.Equal(payload, notification.Payload.ToArray());
    }
}
