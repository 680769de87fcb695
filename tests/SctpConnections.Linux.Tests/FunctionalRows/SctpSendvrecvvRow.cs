using System.Net;
using SctpConnections.Linux.Tests.Support;
using SctpConnections.TestShared;

namespace SctpConnections.Linux.Tests.FunctionalRows;

/// <summary>
/// lksctp sctp_sendvrecvv: every information that goes with a message, SNDINFO, PRINFO, AUTHINFO and the destination, alone and
/// together, and what comes with a received one. A buffer that is too short for it, and NXTINFO, do not exist here: whole messages come,
/// each with all that is known. An ordinary association has to ask for destinations (PerMessageDestinations). What comes back with a message
/// that expired: SctpSendrecvmsgRow; that policies bite: PolicyTests.
/// </summary>
public sealed class SctpSendvrecvvRow
{
    private const byte Data = 0;

    public static TheoryData<bool, SctpSendOptions> Policies => new()
    {
        { false, new SctpSendOptions { Lifetime = TimeSpan.FromSeconds(20) } },
        { true, new SctpSendOptions { Lifetime = TimeSpan.FromSeconds(20) } },
        { false, new SctpSendOptions { MaxRetransmissions = 3 } },
        { true, new SctpSendOptions { MaxRetransmissions = 3 } },
        { false, new SctpSendOptions { Priority = 7 } },
        { true, new SctpSendOptions { Priority = 7 } },
    };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task SendInfo_EveryMember_ArrivesWithTheSequenceNumbers(bool isOneToMany)
    {
        await using var ends = await Ends.CreateAsync(isOneToMany);
        uint? transmission = null;
        for (var i = 0; i < 6; i++)
        {
            var (stream, isUnordered) = ((ushort)(i % 2 == 0 ? 5 : 6), i == 5);
            var options = new SctpSendOptions { PayloadProtocolIdentifier = 0xF0000000u + (uint)i, IsUnordered = isUnordered, SackImmediately = i % 3 == 0, Context = (uint)i };

            await ends.SendAsync(stream, Payloads.Create(10 + i, i), options);

            var (info, payload) = await ends.ReceiveAsync();
            Assert.Equal(Payloads.Create(10 + i, i), payload);
            Assert.Equal((stream, options.PayloadProtocolIdentifier, isUnordered, true), (info.StreamId, info.PayloadProtocolIdentifier, info.IsUnordered, info.IsEndOfMessage));
            Assert.Equal(isUnordered ? 0 : i / 2, info.StreamSequenceNumber);
            Assert.Equal(transmission + 1 ?? info.TransmissionSequenceNumber, info.TransmissionSequenceNumber);
            transmission = info.TransmissionSequenceNumber;
        }
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public async Task PolicyInfo_NothingIsLost_ArrivesAndNothingIsGivenUp(bool isOneToMany, SctpSendOptions options)
    {
        await using var ends = await Ends.CreateAsync(isOneToMany);

        await ends.SendAsync(1, Payloads.Create(200_000, 1), options);

        Assert.True((await ends.ReceiveAsync()).Payload.AsSpan().SequenceEqual(Payloads.Create(200_000, 1)));
        Assert.Equal(new SctpAbandonedMessages(0, 0), ends.Client.GetAbandoned(SctpReliabilityPolicy.Reliable));
    }

    [Theory]
    [InlineData(SctpReliabilityPolicy.Lifetime)]
    [InlineData(SctpReliabilityPolicy.Retransmissions)]
    public async Task PolicyInfo_OneToManyAndAllAreLost_IsGivenUpUnderItsPolicyAndTheReliableOneArrives(SctpReliabilityPolicy policy)
    {
        await using var ends = await Ends.CreateAsync(isOneToMany: true, FastTimers);
        var options = policy == SctpReliabilityPolicy.Lifetime ? new SctpSendOptions { Lifetime = TimeSpan.FromMilliseconds(20) } : new SctpSendOptions { MaxRetransmissions = 0 };
        await using (await PacketLoss.StartAsync())
        {
            var before = SctpCounters.Read();
            await ends.SendAsync(1, Payloads.Create(100, 1), options);
            await ends.SendAsync(2, Payloads.Create(100, 2));
            await Timeouts.Until(() => SctpCounters.Read().T3Expirations > before.T3Expirations + 1, "the timer ran out twice");
        }

        Assert.Equal((2, 0), (await ends.ReceiveAsync()) is var message ? (message.Info.StreamId, message.Info.StreamSequenceNumber) : default);
        var given = ends.Client.GetAbandoned(policy);
        Assert.Equal(1UL, (ulong)given.Sent + (ulong)given.Unsent);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Destination_OfThePeer_IsWhereTheMessageGoes(bool isOneToMany)
    {
        await using var ends = await Ends.CreateAsync(isOneToMany, FastTimers, "127.0.0.1+127.0.0.2");
        await using (await PacketLoss.StartAsync("127.0.0.2"))
        {
            var before = SctpCounters.Read();
            await ends.SendAsync(0, Payloads.Create(10, 1), new SctpSendOptions { Destination = IPAddress.Loopback, SackImmediately = true });
            Assert.Equal(Payloads.Create(10, 1), (await ends.ReceiveAsync()).Payload);
            await AcknowledgedAsync(ends);
            Assert.Equal(before.T3Expirations, SctpCounters.Read().T3Expirations);
            await ends.SendAsync(0, Payloads.Create(10, 2), new SctpSendOptions { Destination = IPAddress.Parse("127.0.0.2"), PayloadProtocolIdentifier = 9, SackImmediately = true });

            // Lost on the way that was asked for, it comes over the other.
            await Timeouts.Until(() => SctpCounters.Read().T3Expirations > before.T3Expirations, "it is lost");
            var (info, payload) = await ends.ReceiveAsync();
            Assert.Equal(9u, info.PayloadProtocolIdentifier);
            Assert.Equal(Payloads.Create(10, 2), payload);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Authentication_KeyOfAMessage_HasToBeThePeersToo(bool isOneToMany)
    {
        await using var ends = await Ends.CreateAsync(isOneToMany, o =>
        {
            FastTimers(o);
            (o.Authentication, o.AuthenticatedChunks) = (true, [Data]);
            o.AuthenticationKeys.Add(new SctpKey(1, "one"u8));
            o.AuthenticationKeys.Add(new SctpKey(2, "two"u8));
            o.ActiveAuthenticationKeyId = 1;
        });
        await ends.SendAsync(1, Payloads.Create(10, 1), new SctpSendOptions { SackImmediately = true });
        await ends.ReceiveAsync();
        await ends.SendAsync(1, Payloads.Create(10, 2), new SctpSendOptions { AuthenticationKeyId = 2, Priority = 1, IsUnordered = true, SackImmediately = true });
        Assert.Equal(Payloads.Create(10, 2), (await ends.ReceiveAsync()).Payload);

        await AcknowledgedAsync(ends);
        ends.Server.Authentication.SetKey(2, "another"u8);
        var before = SctpCounters.Read();
        await ends.SendAsync(1, Payloads.Create(10, 3), new SctpSendOptions { AuthenticationKeyId = 2, SackImmediately = true });
        await Timeouts.Until(() => SctpCounters.Read().T3Expirations > before.T3Expirations, "it is not taken");
        ends.Server.Authentication.SetKey(2, "two"u8);

        Assert.Equal(Payloads.Create(10, 3), (await ends.ReceiveAsync()).Payload);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Refused_DestinationOrKeyOfNobody_FailsThatMessageAlone(bool isOneToMany)
    {
        await using var ends = await Ends.CreateAsync(isOneToMany, o => (o.Authentication, o.AuthenticatedChunks) = (true, [Data]));

        foreach (var address in (string[])["127.0.0.9", "::1", "224.0.0.1"])
        {
            var error = await Assert.ThrowsAsync<SctpSendRefusedException>(() => ends.SendAsync(0, new byte[1], new SctpSendOptions { Destination = IPAddress.Parse(address) }));
            Assert.Contains($"{address} is no address of the peer", error.Message, StringComparison.Ordinal);
        }
        var key = await Assert.ThrowsAsync<SctpSendRefusedException>(() => ends.SendAsync(0, new byte[1], new SctpSendOptions { AuthenticationKeyId = 77 }));
        Assert.Contains("the authentication key 77 does not exist", key.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentException>(() => ends.SendAsync(0, new byte[1], new SctpSendOptions { Priority = 1, MaxRetransmissions = 1 }));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => ends.SendAsync(0, new byte[1], new SctpSendOptions { Context = 1u << 31 }));

        await ends.SendAsync(0, Payloads.Create(10, 1));
        Assert.Equal(Payloads.Create(10, 1), (await ends.ReceiveAsync()).Payload);
    }

    [Fact]
    public async Task Destination_OneToMany_SetsUpNoOtherAssociationAndIsNotForAll()
    {
        await using var bystander = ManySocket.Open(endPoint: SctpEndPoint.Parse("sctp/127.0.0.2:0"));
        var port = bystander.LocalEndPoint.Port;
        await using var server = ManySocket.Open(endPoint: SctpEndPoint.Parse($"sctp/127.0.0.1:{port}"));
        await using var client = ManySocket.Open();
        var id = await client.ConnectAsync(server.LocalEndPoint).Bounded();
        var options = new SctpSendOptions { Destination = IPAddress.Parse("127.0.0.2") };

        await Assert.ThrowsAsync<SctpSendRefusedException>(() => client.SendAsync(id, 0, new byte[1], options).Bounded());
        await Assert.ThrowsAsync<SctpSendRefusedException>(() => client.SendAsync(server.LocalEndPoint, 0, new byte[1], options).Bounded());
        await Assert.ThrowsAsync<ArgumentException>(() => client.SendAsync(id + 100, 0, new byte[1], options).Bounded());
        await Assert.ThrowsAsync<ArgumentException>(() => client.SendToAllAsync(0, new byte[1], options).Bounded());

        Assert.Equal([id], client.AssociationIds);
        Assert.Empty(bystander.AssociationIds);
        await ManySocket.EndAsync(client, server, bystander);
    }

    private static Task AcknowledgedAsync(Ends ends) => Timeouts.Until(() => ends.Client.GetStatus().UnacknowledgedChunks == 0, "it is acknowledged");

    // Shorter than an acknowledgement may wait, so all ask for one at once.
    private static void FastTimers(SctpAssociationOptions options)
        => (options.RtoInitial, options.RtoMin, options.RtoMax) = (TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(200));
}
