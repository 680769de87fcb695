using System.Runtime.InteropServices;
using System.Text;
using SctpConnections.Linux.Internal;
using SctpConnections.Linux.Interop;
using SctpConnections.Notifications;

namespace SctpConnections.Linux.Tests.Behaviour;

/// <summary>Notifications that a test cannot make the kernel give, and such as it never should.</summary>
public sealed class NotificationReaderTests
{
    [Fact]
    public void Read_RemoteError_GivesCauseAndData()
    {
        var error = new sctp_remote_error { sre_type = SctpConstants.SCTP_REMOTE_ERROR, sre_error = 0x0600, sre_length = (uint)(Marshal.SizeOf<sctp_remote_error>() + 3) };

        var notification = Assert.IsType<SctpRemoteErrorNotification>(NotificationReader.Read([.. Bytes(error), 1, 2, 3]));

        Assert.Equal(6, notification.CauseCode);
        Assert.Equal([1, 2, 3], notification.Data.ToArray());
    }

    [Fact]
    public void Read_AbortWithReason_GivesCauseAndText()
    {
        var notification = Assert.IsType<SctpAssociationChangeNotification>(NotificationReader.Read(Lost([0, 12, 0, 8, .. "bye!"u8])));

        Assert.Equal((SctpAssociationChange.Lost, (ushort?)12, "bye!"), (notification.State, notification.CauseCode, notification.CauseText));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(65_535)]
    public void Read_AbortWhoseCauseLiesAboutItsLength_StaysInside(int length)
    {
        var notification = Assert.IsType<SctpAssociationChangeNotification>(NotificationReader.Read(Lost([0, 12, (byte)(length >> 8), (byte)length, .. "bye!"u8])));

        Assert.Equal(length == 65_535 ? "bye!" : "", notification.CauseText);
    }

    [Fact]
    public void Read_EveryPrefixOfANotification_GivesNullOrAValue()
    {
        var whole = Lost([0, 12, 0, 8, .. Encoding.ASCII.GetBytes("bye!")]);
        for (var length = 0; length < whole.Length; length++)
        {
            Assert.Null(NotificationReader.Read(whole.AsSpan(0, length)));
        }
    }

    [Fact]
    public void Read_UnknownType_IsNull() => Assert.Null(NotificationReader.Read([0x7F, 0x80, 0, 0, 12, 0, 0, 0, 1, 2, 3, 4]));

    private static byte[] Lost(byte[] causes)
    {
        var change = new sctp_assoc_change
        {
            sac_type = SctpConstants.SCTP_ASSOC_CHANGE,
            sac_state = SctpConstants.SCTP_COMM_LOST,
            sac_length = (uint)(Marshal.SizeOf<sctp_assoc_change>() + causes.Length),
        };
        return [.. Bytes(change), .. causes];
    }

    private static byte[] Bytes<T>(T value)
        where T : unmanaged => MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)).ToArray();
}
