using SctpConnections.Linux.Internal;
using SctpConnections.Linux.Interop;

namespace SctpConnections.Linux.Tests.Control;

/// <summary>The subscription of kernels before 5.0: one struct for all events.</summary>
public sealed class EventSubscriptionTests
{
    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public void SubscribeByStruct_NothingOnBefore_TurnsOnTheSameEventsAsOneByOne(bool senderDry, bool authentication)
    {
        var options = new SctpAssociationOptions { NotifySenderDry = senderDry, Authentication = authentication };
        using var socket = new FutureSocket(o => (o.NotifySenderDry, o.Authentication) = (senderDry, authentication));
        var expected = Read(socket);
        Assert.Equal((senderDry, authentication), (On(expected, SctpConstants.SCTP_SENDER_DRY_EVENT), On(expected, SctpConstants.SCTP_AUTHENTICATION_EVENT)));
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.Equal(0, EventSubscription.Subscribe(socket.Handle, SctpConstants.SCTP_SN_TYPE_BASE + i, isOn: false));
        }
        Assert.All(Read(socket), value => Assert.Equal(0, value));

        EventSubscription.SubscribeByStruct(socket.Handle, options);

        Assert.Equal(expected, Read(socket));
        Assert.True(On(expected, SctpConstants.SCTP_ASSOC_CHANGE) && On(expected, SctpConstants.SCTP_STREAM_CHANGE_EVENT));
    }

    private static byte[] Read(FutureSocket socket)
    {
        var value = new byte[14];
        Assert.Equal(value.Length, socket.Control.GetOption(LibCConstants.IPPROTO_SCTP, SctpConstants.SCTP_EVENTS, value));
        return value;
    }

    private static bool On(byte[] events, int type) => events[type - SctpConstants.SCTP_SN_TYPE_BASE] != 0;
}
