using System.Net;
using SctpConnections.Notifications;
using SctpConnections.TestShared;

namespace SctpConnections.Tests;

public sealed class FailoverTests
{
    private static readonly IPAddress s_first = IPAddress.Parse("10.0.0.1");
    private static readonly IPAddress s_second = IPAddress.Parse("10.0.1.1");

    [Fact]
    public async Task PrimaryPath_FailsTwiceWithoutComingBack_IsOneFailover()
    {
        using var metrics = new MetricCapture();
        using var logs = new LogCapture();
        var (association, channel) = Start(metrics, logs, s_first, s_second);

        Notify(channel, s_first, SctpPeerAddressState.PotentiallyFailed);
        Notify(channel, s_first, SctpPeerAddressState.Unreachable);

        Assert.Equal(1, metrics.Sum("sctp.path.failovers"));
        Assert.Single(logs.Entries, entry => entry.Message.Contains("the primary path to 10.0.0.1 has failed", StringComparison.Ordinal));
        await EndAsync(association, channel);
    }

    [Fact]
    public async Task PrimaryPath_FailsComesBackAndFails_IsTwoFailovers()
    {
        using var metrics = new MetricCapture();
        using var logs = new LogCapture();
        var (association, channel) = Start(metrics, logs, s_first, s_second);

        Notify(channel, s_first, SctpPeerAddressState.Unreachable);
        Notify(channel, s_first, SctpPeerAddressState.Available);
        Notify(channel, s_first, SctpPeerAddressState.Unreachable);

        Assert.Equal(2, metrics.Sum("sctp.path.failovers"));
        Assert.Single(logs.Entries, entry => entry.Message.Contains("is back", StringComparison.Ordinal));
        await EndAsync(association, channel);
    }

    [Fact]
    public async Task Path_ThatIsNotThePrimaryOrTheOnlyOne_IsNoFailover()
    {
        using var metrics = new MetricCapture();
        using var logs = new LogCapture();
        var (two, twoChannel) = Start(metrics, logs, s_first, s_second);
        var (one, oneChannel) = Start(metrics, logs, s_first);

        Notify(twoChannel, s_second, SctpPeerAddressState.Unreachable);
        Notify(oneChannel, s_first, SctpPeerAddressState.Unreachable);

        Assert.Equal(0, metrics.Sum("sctp.path.failovers"));
        await EndAsync(two, twoChannel);
        await EndAsync(one, oneChannel);
    }

    private static (SctpAssociation Association, ScriptedChannel Channel) Start(MetricCapture metrics, LogCapture logs, params IPAddress[] addresses)
    {
        var channel = new ScriptedChannel { Remote = new SctpEndPoint(addresses, 5000) };
        return (Scripted.Associate(channel, loggers: logs, meters: metrics), channel);
    }

    private static void Notify(ScriptedChannel channel, IPAddress address, SctpPeerAddressState state)
        => channel.Notify(new SctpPeerAddressChangeNotification(address, state, 0));

    private static async Task EndAsync(SctpAssociation association, ScriptedChannel channel)
    {
        channel.ReportAbort();
        await association.DisposeAsync().Bounded();
    }
}
