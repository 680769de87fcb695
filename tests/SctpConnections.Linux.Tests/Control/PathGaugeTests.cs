using Microsoft.Extensions.Logging.Abstractions;
using SctpConnections.Linux.Tests.Support;
using SctpConnections.TestShared;

namespace SctpConnections.Linux.Tests.Control;

public sealed class PathGaugeTests
{
    [Fact]
    public async Task Gauges_AssociationThatAsks_ShowEachPathUntilItEnds()
    {
        await using var listener = await Kernel.ListenAsync(SctpEndPoint.Parse("127.0.0.1+127.0.0.2:0"));
        var accept = listener.AcceptAssociationAsync();
        using var metrics = new MetricCapture();
        var client = await ConnectAsync(listener.EndPoint, metrics, observe: true);
        var server = await accept;
        await Exchange.RoundTripAsync(client, server);

        metrics.Observe();

        var paths = client.Control.Paths.GetAll();
        Assert.Equal(2, paths.Count);
        foreach (var path in paths)
        {
            Assert.Equal(1, metrics.Sum("sctp.path.state", "network.peer.address", path.Address.ToString()));
            Assert.Equal(path.Mtu, metrics.Sum("sctp.path.mtu", "network.peer.address", path.Address.ToString()));
            Assert.Equal(path.CongestionWindow, metrics.Sum("sctp.path.cwnd", "network.peer.address", path.Address.ToString()));
            Assert.Equal(path.RetransmissionTimeout.TotalSeconds, metrics.Sum("sctp.path.rto", "network.peer.address", path.Address.ToString()), 3);
        }
        Assert.Equal(1, metrics.Sum("sctp.path.state", "sctp.path.primary", true));
        Assert.Equal(2, metrics.All.Count(m => m.Instrument == "sctp.path.srtt"));
        await Exchange.EndAsync(server, client);
        metrics.Observe();
        Assert.Equal(2, metrics.All.Count(m => m.Instrument == "sctp.path.srtt"));
    }

    [Fact]
    public async Task Gauges_AssociationThatDoesNotAsk_AreNotThere()
    {
        await using var listener = await Kernel.ListenAsync();
        var accept = listener.AcceptAssociationAsync();
        using var metrics = new MetricCapture();
        var client = await ConnectAsync(listener.EndPoint, metrics, observe: false);

        metrics.Observe();

        Assert.DoesNotContain(metrics.All, m => m.Instrument.StartsWith("sctp.path", StringComparison.Ordinal));
        await Exchange.EndAsync(await accept, client);
    }

    private static async Task<SctpAssociation> ConnectAsync(System.Net.EndPoint endPoint, MetricCapture metrics, bool observe)
    {
        var logs = NullLoggerFactory.Instance;
        var factory = new SctpConnectionFactory([new LinuxSctpProvider(logs)], new SctpClientOptions { ObservePaths = observe }, logs, metrics);
        return await factory.ConnectAsync((SctpEndPoint)endPoint).Bounded();
    }
}
