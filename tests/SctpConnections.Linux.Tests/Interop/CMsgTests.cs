using System.Runtime.InteropServices;
using SctpConnections.Linux.Interop;

namespace SctpConnections.Linux.Tests.Interop;

public sealed unsafe class CMsgTests
{
    private static readonly sctp_sndinfo _sendInfo = new()
    {
        snd_sid = 7,
        snd_flags = SctpConstants.SCTP_UNORDERED,
        snd_ppid = 0x01020304,
        snd_context = 5,
        snd_assoc_id = 6,
    };

    private static readonly sctp_rcvinfo _receiveInfo = new()
    {
        rcv_sid = 1,
        rcv_ssn = 2,
        rcv_flags = 3,
        rcv_ppid = 4,
        rcv_tsn = 5,
        rcv_cumtsn = 6,
        rcv_context = 7,
        rcv_assoc_id = 8,
    };

    [Fact]
    public void WriteSendInfo_Alone_CanBeReadBack()
    {
        var control = Dirty(64);

        var length = CMsg.WriteSendInfo(control, in _sendInfo);

        Assert.Equal(CMsg.SendInfoSpace, length);
        Assert.True(CMsg.TryRead(control.AsSpan(0, length), SctpConstants.SCTP_SNDINFO, out sctp_sndinfo read));
        Assert.Equal(_sendInfo, read);
        Assert.False(CMsg.TryRead(control.AsSpan(0, length), SctpConstants.SCTP_PRINFO, out sctp_prinfo _));
        Assert.Equal(0xee, control[length]);
    }

    [Fact]
    public void WriteSendInfo_WithPolicy_WritesBothAndNoStaleBytes()
    {
        var control = Dirty(64);
        var policy = new sctp_prinfo { pr_policy = SctpConstants.SCTP_PR_SCTP_TTL, pr_value = 1500 };

        var length = CMsg.WriteSendInfo(control, in _sendInfo, in policy);

        Assert.Equal(CMsg.SendInfoWithPrInfoSpace, length);
        Assert.True(CMsg.TryRead(control.AsSpan(0, length), SctpConstants.SCTP_SNDINFO, out sctp_sndinfo sendInfo));
        Assert.Equal(_sendInfo, sendInfo);
        Assert.True(CMsg.TryRead(control.AsSpan(0, length), SctpConstants.SCTP_PRINFO, out sctp_prinfo read));
        Assert.Equal(SctpConstants.SCTP_PR_SCTP_TTL, read.pr_policy);
        Assert.Equal(1500u, read.pr_value);
        Assert.DoesNotContain((byte)0xee, control.AsSpan(0, length).ToArray());
    }

    [Fact]
    public void WriteSendInfo_WithoutRoom_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(
            () => CMsg.WriteSendInfo(new byte[CMsg.SendInfoSpace - 1], in _sendInfo));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => CMsg.WriteSendInfo(new byte[CMsg.SendInfoWithPrInfoSpace - 1], in _sendInfo, default));
    }

    [Fact]
    public void TryReadReceiveInfo_BehindOtherItems_IsFound()
    {
        var control = new byte[256];
        var length = CMsg.Write(control, SctpConstants.SCTP_NXTINFO, new sctp_nxtinfo { nxt_length = 9 });

        // Same type number, other level; and a length that needs alignment.
        var header = new cmsghdr
        {
            cmsg_len = (nuint)CMsg.CMSG_LEN(1),
            cmsg_level = LibCConstants.SOL_SOCKET,
            cmsg_type = SctpConstants.SCTP_RCVINFO,
        };
        MemoryMarshal.Write(control.AsSpan(length), in header);
        length += CMsg.CMSG_SPACE(1);
        length += CMsg.Write(control.AsSpan(length), SctpConstants.SCTP_RCVINFO, in _receiveInfo);

        Assert.True(TryReadReceiveInfo(control, length, out var read));
        Assert.Equal(_receiveInfo, read);
    }

    [Fact]
    public void TryReadReceiveInfo_WithoutTrailingPadding_IsFound()
    {
        var control = new byte[64];
        CMsg.Write(control, SctpConstants.SCTP_RCVINFO, in _receiveInfo);

        Assert.True(TryReadReceiveInfo(control, CMsg.CMSG_LEN(sizeof(sctp_rcvinfo)), out var read));
        Assert.Equal(_receiveInfo, read);
    }

    [Fact]
    public void TryReadReceiveInfo_CutOff_IsRefused()
    {
        var control = new byte[64];
        CMsg.Write(control, SctpConstants.SCTP_RCVINFO, in _receiveInfo);
        for (var length = 0; length < CMsg.CMSG_LEN(sizeof(sctp_rcvinfo)); length++)
        {
            Assert.False(TryReadReceiveInfo(control, length, out _));

            // As the kernel does at MSG_CTRUNC: the item's own length says how little there is.
            var cut = control.ToArray();
            MemoryMarshal.Write(cut, (nuint)length);
            Assert.False(TryReadReceiveInfo(cut, length, out _));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(int.MaxValue)]
    [InlineData(uint.MaxValue)]
    [InlineData(ulong.MaxValue)]
    [InlineData(ulong.MaxValue - 7)]
    public void TryReadReceiveInfo_SenselessLength_IsRefused(ulong itemLength)
    {
        var control = new byte[256];
        MemoryMarshal.Write(control, (nuint)itemLength);
        CMsg.Write(control.AsSpan(32), SctpConstants.SCTP_RCVINFO, in _receiveInfo);

        Assert.False(TryReadReceiveInfo(control, control.Length, out _));
    }

    [Fact]
    public void TryReadReceiveInfo_NoControlData_IsRefused()
    {
        Assert.False(CMsg.TryReadReceiveInfo(default, out _));
        Assert.False(CMsg.TryReadReceiveInfo(new msghdr { msg_controllen = 64 }, out _));

        byte one;
        var endless = new msghdr { msg_control = &one, msg_controllen = nuint.MaxValue };
        Assert.False(CMsg.TryReadReceiveInfo(in endless, out _));
    }

    [Fact]
    public void TryRead_AnyBytes_NeverReadsOutside()
    {
        var random = new Random(6458);
        for (var round = 0; round < 20_000; round++)
        {
            var control = new byte[random.Next(0, 96)];
            random.NextBytes(control);

            // Small lengths now and then, or the walk would always end at once.
            for (var at = 0; at + sizeof(cmsghdr) <= control.Length; at += sizeof(nuint))
            {
                if (random.Next(3) == 0)
                {
                    MemoryMarshal.Write(control.AsSpan(at), (nuint)random.Next(0, 64));
                }
            }

            CMsg.TryRead(control, SctpConstants.SCTP_RCVINFO, out sctp_rcvinfo _);
        }
    }

    private static bool TryReadReceiveInfo(byte[] control, int length, out sctp_rcvinfo info)
    {
        fixed (byte* pointer = control)
        {
            var message = new msghdr { msg_control = pointer, msg_controllen = (nuint)length };
            return CMsg.TryReadReceiveInfo(in message, out info);
        }
    }

    private static byte[] Dirty(int length)
    {
        var bytes = new byte[length];
        Array.Fill(bytes, (byte)0xee);
        return bytes;
    }
}
