using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using SctpConnections.TestShared;

namespace SctpConnections.Tests;

public sealed class PathGaugeTests
{
    private readonly TestClock _clock = new();

    [Fact]
    public async Task Gauges_OneOfTwoEnds_OnlyTheOtherIsShownFromThenOn()
    {
        using var metrics = new MetricCapture();
        var environment = new AssociationEnvironment(NullLogger.Instance, new SctpMetrics(metrics), "scripted", IsClient: false);
        var (ending, endingChannel) = Start("10.0.0.1", environment);
        var (staying, stayingChannel) = Start("10.0.0.2", environment);
        metrics.Observe();
        Assert.Equal((1, 1), (Shown("10.0.0.1"), Shown("10.0.0.2")));

        endingChannel.ReportAbort();

        // At once, though what was read is still fresh; and later, though it would still answer.
        metrics.Observe();
        Assert.Equal((1, 2), (Shown("10.0.0.1"), Shown("10.0.0.2")));
        _clock.Advance(TimeSpan.FromSeconds(1));
        metrics.Observe();
        Assert.Equal((1, 3), (Shown("10.0.0.1"), Shown("10.0.0.2")));
        stayingChannel.ReportAbort();
        metrics.Observe();
        Assert.Equal((1, 3), (Shown("10.0.0.1"), Shown("10.0.0.2")));
        await ending.DisposeAsync().Bounded();
        await staying.DisposeAsync().Bounded();

        double Shown(string address) => metrics.Sum("sctp.path.state", "network.peer.address", address);
    }

    private (SctpAssociation Association, ScriptedChannel Channel) Start(string address, AssociationEnvironment environment)
    {
        var path = new SctpPath(IPAddress.Parse(address), SctpPathState.Active, IsPrimary: true, 4380, TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(1), 1500);
        var channel = new ScriptedChannel { Paths = [path] };
        return (new SctpAssociation(channel, new SctpAssociationOptions { ObservePaths = true, TimeProvider = _clock }, environment), channel);
    }
}
