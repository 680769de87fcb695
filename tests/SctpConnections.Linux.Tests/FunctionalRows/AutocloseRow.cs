using SctpConnections.Linux.Tests.Support;
using SctpConnections.Notifications;
using SctpConnections.TestShared;
using static SctpConnections.Linux.Tests.Support.ManySocket;

namespace SctpConnections.Linux.Tests.FunctionalRows;

/// <summary>lksctp autoclose: an idle association of a one-to-many socket shuts down by itself, gracefully, and not before its time.</summary>
public sealed class AutocloseRow
{
    private static readonly TimeSpan s_time = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AutoClose_TrafficStops_EndsAfterItsTimeAndNotBefore(bool isServer)
    {
        var (server, serverId, client, clientId) = await PairAsync(o => o.AutoClose = isServer ? s_time : null, o => o.AutoClose = isServer ? null : s_time);
        var clock = TimeProvider.System;
        var start = clock.GetTimestamp();
        var last = start;
        while (clock.GetElapsedTime(start) < 1.5 * s_time)
        {
            // Messages in either direction keep it.
            last = clock.GetTimestamp();
            await client.SendAsync(clientId, 0, Bytes("busy")).Bounded();
            await server.ReceiveMessageAsync();
        }

        await server.ReceiveChangeAsync(serverId, SctpAssociationChange.ShutdownComplete);
        await client.ReceiveChangeAsync(clientId, SctpAssociationChange.ShutdownComplete);

        // The kernel's timers have some slack.
        Assert.True(clock.GetElapsedTime(last) > 0.9 * s_time, $"after {clock.GetElapsedTime(last)}");
        Assert.Empty(server.AssociationIds);
        Assert.Empty(client.AssociationIds);
        // The sockets go on.
        var again = await client.ConnectAsync(server.LocalEndPoint).Bounded();
        Assert.NotEqual(clientId, again);
        await EndAsync(server, client);
    }

    [Fact]
    public async Task AutoClose_SetOnALivingSocket_ConcernsAssociationsToCome()
    {
        await using var first = Open();
        await using var second = Open();
        await using var client = Open();
        var stays = await client.ConnectAsync(first.LocalEndPoint).Bounded();

        client.Control.Settings.AutoClose = s_time;
        Assert.Equal(s_time, client.Control.Settings.AutoClose);
        var goes = await client.ConnectAsync(second.LocalEndPoint).Bounded();

        await client.ReceiveChangeAsync(goes, SctpAssociationChange.ShutdownComplete);
        Assert.Equal([stays], client.AssociationIds);
        await EndAsync(client, first, second);
    }

    [Fact]
    public async Task AutoClose_OrdinaryAssociation_IsRefused()
    {
        var (server, client) = await Kernel.PairAsync();

        var error = Assert.Throws<SctpException>(() => client.Control.Settings.AutoClose = s_time);
        Assert.Throws<SctpException>(() => server.Control.Settings.AutoClose = s_time);

        Assert.Contains("only one-to-many sockets", error.Message, StringComparison.Ordinal);
        await Exchange.RoundTripAsync(client, server);
        await Exchange.EndAsync(server, client);
    }
}
